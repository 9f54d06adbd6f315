import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HostileFile, hostileFiles } from '../fixtures/files/hostile.ts';
import { oriented } from '../fixtures/files/orientation.ts';
import { emptyPhoto, PERSON, personPhoto } from '../fixtures/files/photo.ts';
import { stripFile, type UnusualFile, unusualFiles } from '../fixtures/files/unusual.ts';
import { agreement, channelOf, cutout, type Ended, LIMIT, type Line, linesOf, readPng } from './command.ts';

vi.setConfig({ testTimeout: LIMIT, hookTimeout: LIMIT });

const SMALL = { width: 240, height: 320 } as const;

let folder: string;
let small: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-cutout-'));
  const person = await personPhoto();
  small = await sharp(person).resize(SMALL).png().toBuffer();
  const sideways = await (await oriented(person, 6)).jpeg({ quality: 95 }).toBuffer();
  await Promise.all([
    writeFile(join(folder, 'small.png'), small),
    writeFile(join(folder, 'sideways.jpg'), sideways),
    writeFile(join(folder, 'empty.png'), await emptyPhoto()),
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A new folder of its own, so that what a run leaves can be listed. */
const room = async (name: string): Promise<string> => {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  return path;
};

describe('files of every kind, lite, --json into folders', () => {
  const NOT_HERE = ['BMP', 'ICO'];
  let unusual: UnusualFile[];
  let hostile: HostileFile[];
  let strip: UnusualFile;
  let ended: Ended;
  let lines: Map<string, Line>;
  let cwd: string;
  const line = (kind: 'good' | 'bad', { fileName }: { readonly fileName: string }) => lines.get(`${kind}/${fileName}`)!;

  beforeAll(async () => {
    cwd = await room('kinds');
    await Promise.all([room('kinds/good'), room('kinds/bad'), room('kinds/nothing')]);
    [unusual, hostile, strip] = await Promise.all([unusualFiles(small), hostileFiles(), stripFile(small)]);
    const put = (kind: string) => async (file: UnusualFile | HostileFile) => {
      await writeFile(join(cwd, kind, file.fileName), file.bytes);
      return `${kind}/${file.fileName}`;
    };
    const photos = [
      ...(await Promise.all([...unusual, strip].map(put('good')))),
      ...(await Promise.all(hostile.map(put('bad')))),
    ];
    const others = ['bad/missing.jpg', 'nothing', '../empty.png'];
    const where = ['-o', 'out/', '--matte', 'mattes/'];
    ended = await cutout(cwd, ...photos, ...others, ...where, '--model', 'lite', '--json');
    lines = linesOf(ended);
  });

  it('give one line each and nothing else; some failed: exit 1', () => {
    expect(ended.status).toBe(1);
    expect(ended.err).toBe('');
    expect(lines.size).toBe(unusual.length + 1 + hostile.length + 3);
    for (const { ms, input, model } of lines.values()) {
      expect([input, model]).toEqual([expect.any(String), 'lite']);
      expect(Object.values(ms).every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    }
  });

  it('each unusual one gives cutout and matte of the size it is displayed at', async () => {
    for (const file of unusual) {
      if (NOT_HERE.includes(file.name)) continue;
      const { width, height, person, backend, written, ms, error } = line('good', file);
      expect([file.name, person, error]).toEqual([file.name, 'yes', undefined]);
      expect([width, height, backend]).toEqual([file.width, file.height, 'wasm']);
      expect(Object.keys(ms)).toEqual(expect.arrayContaining(['decode', 'preview', 'refine', 'foreground', 'encode']));
      expect(written).toHaveLength(2);
      const [picture, matte] = await Promise.all(written.map((path) => readPng(join(cwd, path))));
      expect([picture.width, picture.height, picture.channels]).toEqual([width, height, 4]);
      expect([matte.width, matte.height, matte.channels]).toEqual([width, height, 1]);
      expect(Buffer.compare(channelOf(picture, 3), matte.data)).toBe(0);
    }
  });

  it('each is upright: its matte is that of the plain picture', async () => {
    const matteOf = (name: string) => {
      const file = unusual.find((other) => other.name === name)!;
      return readPng(join(cwd, line('good', file).written[1]));
    };
    const plain = await matteOf('8-bit PNG');
    for (const { name } of unusual) {
      if (NOT_HERE.includes(name) || name === 'grey PNG') continue;
      expect([name, agreement((await matteOf(name)).data, plain.data) > 0.93]).toEqual([name, true]);
    }
  });

  it.each(NOT_HERE)('%s says that it can’t be read here, and the way on', (format) => {
    const { error, written } = line('good', unusual.find(({ name }) => name === format)!);
    expect(error).toEqual({ code: 'unsupported-format', message: expect.stringMatching(`${format} .*save it as PNG`) });
    expect(written).toEqual([]);
  });

  it('8000 × 100 is looked at, whatever is found', () => {
    expect(line('good', strip)).toMatchObject({
      width: 8000,
      height: 100,
      person: expect.stringMatching(/^(yes|unsure|no)$/),
    });
  });

  it('each hostile one has its one sentence and leaves nothing', () => {
    for (const file of hostile) {
      const { error, written, person, width } = line('bad', file);
      expect([file.name, error?.code]).toEqual([file.name, file.expect]);
      expect(error!.message).toMatch(/^[A-Z][^\n]{20,200}\.$/);
      expect([written, person, width]).toEqual([[], null, null]);
    }
  });

  it('a missing file and a folder without pictures are told as such', () => {
    for (const input of ['bad/missing.jpg', 'nothing']) {
      expect(lines.get(input)).toMatchObject({ person: null, written: [], error: { code: 'unreachable' } });
    }
  });

  it('a picture with nobody in it says so', () => {
    expect(lines.get('../empty.png')).toMatchObject({ width: 320, height: 240, person: 'no', written: [] });
  });

  it('names carry the photograph’s ending where they would meet, and nothing is written beside what the lines say', () => {
    const said = [...lines.values()].flatMap(({ written }) => written).sort();
    const found = ['mattes', 'out'].flatMap((kind) => readdirSync(join(cwd, kind)).map((name) => `${kind}/${name}`));
    expect(found.sort()).toEqual(said);
    expect(new Set(said).size).toBe(said.length);
    expect(found).toEqual(expect.arrayContaining(['out/animated.gif-cutout.png', 'out/animated.webp-cutout.png']));
  });
});

describe('portrait, with no more than photographs given', () => {
  let cwd: string;
  let ended: Ended;
  beforeAll(async () => {
    cwd = await room('plain');
    ended = await cutout(cwd, '../sideways.jpg', '../empty.png');
  });

  it('writes <name>-cutout.png beside you, upright, at the photograph’s own size', async () => {
    expect(readdirSync(cwd)).toEqual(['sideways-cutout.png']);
    const picture = await readPng(join(cwd, 'sideways-cutout.png'));
    expect([picture.width, picture.height, picture.channels]).toEqual([PERSON.width, PERSON.height, 4]);
    const alpha = (x: number, y: number) => picture.data[(y * PERSON.width + x) * 4 + 3];
    // Her face and her shoulder; the wall at the upper corners.
    expect([alpha(350, 200), alpha(300, 500)]).toEqual([255, 255]);
    expect([alpha(10, 20), alpha(640, 20)]).toEqual([0, 0]);
  });

  it('tells what was written, and of whom nothing was', () => {
    expect(ended.out).toMatch(/^\.\.\/sideways\.jpg: 660 × 880, \d+ ms → sideways-cutout\.png\n$/);
    expect(ended.err).toBe('../empty.png: Nobody was seen in this picture, so nothing was written.\n');
    expect(ended.status).toBe(1);
  });
});

const lite = (cwd: string, ...args: string[]) => cutout(cwd, ...args, '--model', 'lite');

it('-o FILE and --matte FILE are just these, in folders made for them; --on a colour leaves nothing transparent', async () => {
  const cwd = await room('files');
  const where = ['-o', 'new/her.png', '--matte', 'deep/er/matte.png'];
  const { status, out, err } = await lite(cwd, '../small.png', ...where, '--on', '#00ff00');
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('new/her.png, deep/er/matte.png');
  const [picture, matte] = await Promise.all([
    readPng(join(cwd, 'new/her.png')),
    readPng(join(cwd, 'deep/er/matte.png')),
  ]);
  expect(picture).toMatchObject({ ...SMALL, channels: 4 });
  expect(matte).toMatchObject({ ...SMALL, channels: 1 });
  expect([...picture.data.subarray(0, 4)]).toEqual([0, 255, 0, 255]);
  expect(channelOf(picture, 3).every((alpha) => alpha === 255)).toBe(true);
});

it('--matte alone writes no cutout; one name is numbered, no photograph overwritten; a folder needs no slash', async () => {
  const cwd = await room('twins');
  await room('twins/b');
  const photos = ['her.png', 'b/her.png', 'her-matte.png'];
  for (const photo of photos) await writeFile(join(cwd, photo), small);
  const { status } = await lite(cwd, ...photos, '--matte', '.');
  expect(status).toBe(0);
  expect(readdirSync(cwd).sort()).toEqual(
    ['b', 'her.png', 'her-matte.png', 'her-2-matte.png', 'her-3-matte.png', 'her-matte-matte.png'].sort(),
  );
  for (const photo of photos) expect((await readFile(join(cwd, photo))).equals(small)).toBe(true);
});

it('a folder names its pictures of formats that are not read, and what its folders hold: exit 1', async () => {
  const cwd = await room('others');
  await Promise.all(['others/phone/', 'others/outer/inner'].map(room));
  await writeFile(join(cwd, 'phone/her.heic'), '\0\0\0\x18ftypheic\0\0\0\0mif1heic');
  await writeFile(join(cwd, 'outer/inner/her.png'), small);
  const { status, out, err } = await lite(cwd, 'phone', 'outer', '-o', 'out/');
  expect([status, out]).toEqual([1, '']);
  expect(err).toMatch(/^phone\/her\.heic: .*HEIC/m);
  expect(err).toMatch(/^outer: There is no picture in this folder itself; -r/m);
});

it('--on a picture: scaled to cover', async () => {
  const cwd = await room('picture');
  // Left half blue, right half yellow; three times as wide as it must be.
  const halves = await sharp({ create: { width: 90, height: 40, channels: 3, background: '#0000ff' } })
    .composite([{ input: { create: { width: 45, height: 40, channels: 3, background: '#ffff00' } }, left: 45, top: 0 }])
    .png()
    .toBuffer();
  await writeFile(join(cwd, 'halves.png'), halves);
  const { status } = await lite(cwd, '../small.png', '--on', 'halves.png', '-o', 'her.png');
  expect(status).toBe(0);
  const { data, ...size } = await readPng(join(cwd, 'her.png'));
  expect(size).toEqual({ ...SMALL, channels: 4 });
  expect([...data.subarray(0, 4)]).toEqual([0, 0, 255, 255]);
  expect([...data.subarray((SMALL.width - 1) * 4, SMALL.width * 4)]).toEqual([255, 255, 0, 255]);
});

describe('usage', () => {
  const CASES = [
    ['no photograph', [], 'Which photographs?'],
    ['an unknown model', ['small.png', '--model', 'cats'], '“cats”: choose modnet, portrait-s, lite'],
    ['an unknown option', ['small.png', '--fast'], '--fast'],
    ['an option without its value', ['small.png', '-o'], 'output'],
    ['a folder to watch that isn’t there', ['--watch', 'elsewhere'], '--watch elsewhere: there is no such folder'],
    ['one file for two photographs', ['small.png', 'empty.png', '-o', 'x.png'], 'x.png is one file for 2 photographs'],
    ['one matte for two photographs', ['small.png', 'empty.png', '--matte', 'x.png'], 'give a folder: x.png/'],
    ['the photograph as output', ['small.png', '-o', './small.png'], 'would overwrite the photograph'],
    ['one file for both', ['small.png', '-o', 'x.png', '--matte', './x.png'], 'both the cutout and the matte'],
    ['a background that is nothing', ['small.png', '--on', 'chartreusy'], '--on chartreusy: neither a colour'],
    ['a background that is no picture', ['small.png', '--on', 'notes.txt'], '--on notes.txt: This is a text file'],
  ] as const;
  let ended: Ended[];
  let before: string[];

  beforeAll(async () => {
    await writeFile(join(folder, 'notes.txt'), 'Buy milk.\n');
    before = readdirSync(folder);
    ended = [];
    // Two at a time: most machines have as many cores.
    for (let i = 0; i < CASES.length; i += 2) {
      ended.push(...(await Promise.all(CASES.slice(i, i + 2).map(([, args]) => cutout(folder, ...args)))));
    }
  });

  it.each(CASES.map(([name, , sentence], i) => [name, sentence, i] as const))('%s', (_, sentence, i) => {
    const lines = ended[i].err.trim().split('\n');
    expect(lines[0]).toContain(sentence);
    // Nothing pushes it out of a small window.
    expect([lines.length, lines.at(-1)]).toEqual([3, expect.stringMatching(/^See matteo --help/)]);
    expect([ended[i].status, ended[i].out]).toEqual([2, '']);
  });

  it('nothing is written', () => {
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(join(folder, 'x.png'))).toBe(false);
  });

  it('--help says how, exit 0', async () => {
    const { status, out } = await cutout(folder, '--help');
    expect(status).toBe(0);
    expect(out).toContain('matteo PHOTO…');
  });
});
