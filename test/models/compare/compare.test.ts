import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, note } from '../../../models/compare/history.ts';
import { measurePairs, numbersOf } from '../../../models/compare/measure.ts';
import { expectSameSizes, expectWhitePeople, findPairs, hashOf, readMask } from '../../../models/compare/pairs.ts';
import { Regressions } from '../../../models/compare/regressions.ts';
import { subjectOf } from '../../../models/compare/subject.ts';
import { deltasOf, toldOfOne, toldOfTwo } from '../../../models/compare/told.ts';
import { encodeMatte, encodePicture } from '../../../shared/node/encode.ts';
import { bust, drawnEngine, type Shape } from '../../fixtures/engine/engine.ts';
import { matteOf, paint } from '../../fixtures/pixels.ts';

const SIDE = 96;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-compare-'));
  for (const name of ['images', 'masks']) await mkdir(join(folder, name));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);
const inside = (shape: Shape) => (x: number, y: number) => shape((x + 0.5) / SIDE, (y + 0.5) / SIDE) > 0;
const picture = () => encodePicture(paint(SIDE, SIDE, () => [200, 120, 60]));
const maskOf = (shape: Shape, on = 255) => encodeMatte(matteOf(SIDE, SIDE, (x, y) => (inside(shape)(x, y) ? on : 0)));
const jpeg = async (png: Uint8Array) => new Uint8Array(await sharp(png).jpeg().toBuffer());

async function laidOut(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await put(`images/${id}.jpg`, await jpeg(await picture()));
    await put(`masks/${id}.png`, await maskOf(bust));
  }
}

const network = (shape: Shape, name: string) =>
  subjectOf(drawnEngine({ lite: shape }), { name, network: 'lite', hash: 'abc', alone: true });

describe('a folder of images/ and masks/', () => {
  it('is matched by name, whatever the endings, and other files are left alone', async () => {
    await laidOut(['b', 'a']);
    await put('images/notes.txt', new Uint8Array(1));
    expect(findPairs(folder).map(({ id, mask }) => [id, mask])).toEqual([
      ['a', join(folder, 'masks', 'a.png')],
      ['b', join(folder, 'masks', 'b.png')],
    ]);
  });

  it('may also hold pictures with their masks beside them', async () => {
    const flat = join(folder, 'flat');
    await mkdir(flat);
    await put('flat/x.png', await picture());
    await put('flat/x.mask.png', await maskOf(bust));
    expect(findPairs(flat)).toEqual([{ id: 'x', picture: join(flat, 'x.png'), mask: join(flat, 'x.mask.png') }]);
  });

  it('that is laid out otherwise says what is missing', async () => {
    expect(() => findPairs(join(folder, 'nowhere'))).toThrow(/There is no folder .*nowhere/);
    expect(() => findPairs(folder)).toThrow(/images holds no picture/);
    expect(() => findPairs(join(folder, 'images'))).toThrow(/holds neither images\/ and masks\/ nor/);
    await laidOut(['a', 'b']);
    await put('images/c.png', await picture());
    expect(() => findPairs(folder)).toThrow(/no mask in .*masks: c\./);
    await put('masks/c.png', await maskOf(bust));
    await put('masks/d.png', await maskOf(bust));
    expect(() => findPairs(folder)).toThrow(/no picture in .*images: d\./);
    await put('images/d.png', await picture());
    await put('images/d.jpg', await jpeg(await picture()));
    expect(() => findPairs(folder)).toThrow(/holds d\.jpg and d\.png; which/);
    await rm(join(folder, 'masks'), { recursive: true });
    expect(() => findPairs(folder)).toThrow(/masks is missing/);
  });

  it('whose masks have other sizes names them, before any network runs', async () => {
    await laidOut(['a', 'b']);
    await put('masks/b.png', await encodeMatte(matteOf(8, 9, () => 255)));
    await expect(expectSameSizes(findPairs(folder))).rejects.toThrow(/these are not: b \(96 × 96, its mask 8 × 9\)/);
    await put('masks/b.png', new Uint8Array([1, 2, 3]));
    await expect(expectSameSizes(findPairs(folder))).rejects.toThrow(/b\.png can't be read/);
  });

  it('may have masks of 0 and 1', async () => {
    await put('masks/a.png', await maskOf(bust, 1));
    expect(new Set((await readMask(join(folder, 'masks/a.png'))).data)).toEqual(new Set([0, 255]));
  });

  it('whose masks show people darker than half names them: their values are classes, or the colours of a palette', async () => {
    await laidOut(['a', 'b', 'c', 'd']);
    await put('masks/b.png', await maskOf(bust, 15));
    const red = { background: '#800000' };
    await put(
      'masks/c.png',
      await sharp({ create: { width: SIDE, height: SIDE, channels: 3, ...red } })
        .png()
        .toBuffer(),
    );
    await put('masks/d.png', await maskOf(bust, 0));
    await expect(expectWhitePeople(findPairs(folder))).rejects.toThrow(/above 127: b \(up to 15\), c \(up to \d+\)\.$/);
  });

  it('has a hash of its contents, not of its place', async () => {
    await laidOut(['a', 'b']);
    const before = await hashOf(findPairs(folder));
    expect(await hashOf(findPairs(folder))).toBe(before);
    await put('masks/b.png', await maskOf(() => 1));
    expect(await hashOf(findPairs(folder))).not.toBe(before);
  });
});

describe('networks on it', () => {
  const half: Shape = (u, v) => (u < 0.5 ? bust(u, v) : -1);

  it('have IoU and Dice for each picture, and mean and 5 % of all', async () => {
    await laidOut(['a', 'b']);
    await put('masks/b.png', await maskOf(half));
    const [[a, b]] = await measurePairs(findPairs(folder), [network(bust, 'n')]);
    expect(a.iou).toBeGreaterThan(0.97);
    expect(b.iou).toBeCloseTo(0.5, 1);
    expect(b.dice).toBeCloseTo((2 * b.iou) / (1 + b.iou), 6);
    const { iou, pictures } = numbersOf([a, b]);
    expect(pictures).toBe(2);
    expect(iou.mean).toBeCloseTo((a.iou + b.iou) / 2, 9);
    expect(iou.low).toBeCloseTo(b.iou + 0.05 * (a.iou - b.iou), 9);
    expect(toldOfOne([a, b])).toMatch(/mean of 2 +0\.7\d+/);
  });

  it('are compared two by two, and what got worse is shown, the worst first', async () => {
    await laidOut(['a', 'b', 'c']);
    await put('masks/b.png', await maskOf(half));
    const regressions = new Regressions(1);
    const subjects = [network(bust, 'old'), network(half, 'new')];
    const [first, second] = await measurePairs(findPairs(folder), subjects, (overlaps, seen) =>
      regressions.see(overlaps, seen),
    );
    const deltas = deltasOf(first, second);
    expect(deltas.map(({ id, by }) => [id, Math.sign(by)])).toEqual([
      ['a', -1],
      ['c', -1],
      ['b', 1],
    ]);
    expect(toldOfTwo(['old', 'new'], first, second)).toContain('new is better in 1 and worse in 2 of 3.');
    const { height, width } = await sharp(await regressions.drawn()).metadata();
    expect([width, height]).toEqual([4 * 306 - 6, 328]);
    expect(await new Regressions().drawn()).toBeUndefined();
  });

  it('that fail name the picture', async () => {
    await laidOut(['a']);
    const failing = { ...network(bust, 'n'), answer: () => Promise.reject(new Error('No memory.')) };
    await expect(measurePairs(findPairs(folder), [failing])).rejects.toThrow(/a\.jpg: No memory\./);
  });
});

describe('a results file', () => {
  const entry: Entry = {
    date: '2026-01-31',
    commit: '0123456789+',
    network: 'own|net',
    hash: 'aaaa',
    data: 'set',
    dataHash: 'bbbb',
    numbers: { pictures: 2, iou: { mean: 0.91239, low: 0.5 }, dice: { mean: 0.95, low: 0.6 } },
  };

  it('is a table to which lines are added', async () => {
    const file = join(folder, 'results.md');
    for (const date of ['2026-01-31', '2026-02-01']) await note(file, { ...entry, date });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(
      '| 2026-01-31 | 0123456789+ | own net | aaaa | set | bbbb | 2 | 0.9124 | 0.5000 | 0.9500 | 0.6000 |',
    );
    expect(lines[3]).toContain('2026-02-01');
  });

  it('may be an object a line', async () => {
    const file = join(folder, 'results.jsonl');
    await note(file, entry);
    await note(file, entry);
    expect(
      (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([entry, entry]);
  });
});
