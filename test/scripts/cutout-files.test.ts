import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { personPhoto } from '../fixtures/files/photo.ts';
import { cutout, LIMIT, linesOf, start } from './command.ts';

vi.setConfig({ testTimeout: LIMIT, hookTimeout: LIMIT });

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SLOW_DISK = new URL('../fixtures/slow-disk.mjs', import.meta.url).href;
const SIZE = { width: 240, height: 320 } as const;
const LITE = ['--model', 'lite'];

let folder: string;
let small: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-files-'));
  small = await sharp(await personPhoto())
    .resize(SIZE)
    .png()
    .toBuffer();
  await writeFile(join(folder, 'small.png'), small);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A new folder with the photograph in it under these names. */
async function room(name: string, ...photos: string[]): Promise<string> {
  const path = join(folder, name);
  // A test that is tried again begins anew.
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  for (const photo of photos) await cp(join(folder, 'small.png'), join(path, photo), { recursive: true });
  return path;
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of writing leaves no half file, exit %i', async (signal, status) => {
  const cwd = await room(signal, 'her.png');
  const running = start(cwd, ['her.png', '-o', 'result.png', ...LITE], ['--import', SLOW_DISK]);
  await running.until(({ err }) => err().includes('half is written'));
  expect(readdirSync(cwd)).not.toContain('result.png');
  running.child.kill(signal);
  expect(await running.ended).toBe(status);
  // An orderly exit waits for threads that compute, and a shell's loop goes on after it.
  expect(running.child.signalCode).toBe(signal);
  expect(readdirSync(cwd)).toEqual(['her.png']);
});

it.each([
  ['stdout', ['--json']],
  ['stderr', []],
] as const)('nobody who reads its %s any more leaves no half file, exit 1', async (output, options) => {
  const cwd = await room(output, 'her.png');
  const running = start(cwd, ['her.png', '-', '-o', 'out/', ...options, ...LITE], ['--import', SLOW_DISK]);
  await running.until(({ err }) => err().includes('half is written'));
  expect(readdirSync(join(cwd, 'out'))).toHaveLength(1);
  running.child[output]!.destroy();
  running.child.stdin!.end('no picture');
  expect(await running.ended).toBe(1);
  expect(readdirSync(join(cwd, 'out'))).toEqual([]);
});

describe('a folder, a pattern, longest names', () => {
  const LONG = `${'照'.repeat(83)}.png`;
  let cwd: string;

  beforeAll(async () => {
    cwd = await room('many', 'in/her.png', 'in/deep/her.png', `in/deep/${LONG}`, 'more/a.png', 'more/b.png');
    await writeFile(join(cwd, 'in/notes.txt'), 'Buy milk.\n');
  });

  const ARGS = ['in', 'more/[ab].png', '-r', '-o', 'out', '--format', 'webp', '--jobs', '2', '--json', ...LITE];
  const EXPECTED = [
    'out/a-cutout.webp',
    'out/b-cutout.webp',
    'out/deep/her-cutout.webp',
    `out/deep/${'照'.repeat(81)}-cutout.webp`,
    'out/her-cutout.webp',
  ];

  it('are all cut out in the format wished for, in their places; a pipe gets no progress', async () => {
    const ended = await cutout(cwd, ...ARGS);
    expect([ended.status, ended.err]).toEqual([0, '']);
    expect([...linesOf(ended).values()].flatMap(({ written }) => written).sort()).toEqual([...EXPECTED].sort());
    for (const path of EXPECTED) {
      expect(await sharp(join(cwd, path)).metadata()).toMatchObject({ ...SIZE, format: 'webp', hasAlpha: true });
    }
  });

  it('--skip-existing leaves out what has its result', async () => {
    const ended = await cutout(cwd, ...ARGS, '--skip-existing');
    const lines = [...linesOf(ended).values()];
    expect([ended.status, ended.err]).toEqual([0, '']);
    expect(lines.flatMap(({ skipped }) => skipped).sort()).toEqual([...EXPECTED].sort());
    expect(lines.flatMap(({ written }) => written)).toEqual([]);
  });
});

it('- is the standard input and output, and a JPEG lies on white', async () => {
  const running = start(folder, ['-', '-o', '-', '--format', 'jpg', ...LITE]);
  const blocks: Buffer[] = [];
  running.child.stdout!.on('data', (block) => blocks.push(block));
  running.child.stdin!.end(small);
  expect(await running.ended).toBe(0);
  expect(running.err()).toMatch(/^standard input: 240 × 320, \d+ ms → standard output\n$/);
  const picture = sharp(Buffer.concat(blocks));
  expect(await picture.metadata()).toMatchObject({ ...SIZE, format: 'jpeg', channels: 3 });
  const { data } = await picture.raw().toBuffer({ resolveWithObject: true });
  expect(Math.min(...data.subarray(0, 3))).toBeGreaterThan(250);
});

it('-o card.jpg writes a JPEG, from whatever folder npm is called in', async () => {
  const cwd = await room('elsewhere', 'her.png');
  const words = ['run', 'cutout', '--silent', '--prefix', ROOT, '--', 'her.png', '-o', 'card.jpg', '--on', '#00f'];
  await run('npm', [...words, ...LITE], { cwd });
  const picture = sharp(join(cwd, 'card.jpg'));
  expect(await picture.metadata()).toMatchObject({ ...SIZE, format: 'jpeg' });
  const [red, , blue] = await picture.raw().toBuffer();
  expect([red < 5, blue > 250]).toEqual([true, true]);
});

it('a pipe is written to, not replaced', async () => {
  const cwd = await room('pipe', 'her.png');
  await run('mkfifo', [join(cwd, 'result')]);
  const [ended, bytes] = await Promise.all([
    cutout(cwd, 'her.png', '-o', 'result', ...LITE),
    readFile(join(cwd, 'result')),
  ]);
  expect([ended.status, ended.err]).toEqual([0, '']);
  expect(await sharp(bytes).metadata()).toMatchObject({ ...SIZE, format: 'png' });
  expect((await lstat(join(cwd, 'result'))).isFIFO()).toBe(true);
});

it('what can’t be written has its own code before any work', async () => {
  const cwd = await room('unwritable', 'her.png');
  await mkdir(join(cwd, 'out/her-cutout.png'), { recursive: true });
  const CASES = [
    ['her.png/x.png', 'unwritable'],
    [`${'a'.repeat(252)}.png`, 'name-too-long'],
    ['out/', 'unwritable'],
  ] as const;
  for (const [target, code] of CASES) {
    const ended = await cutout(cwd, 'her.png', '-o', target, '--json');
    const line = linesOf(ended).get('her.png')!;
    expect([ended.status, line.error?.code, line.ms]).toEqual([1, code, {}]);
  }
});

it('a link to the photograph is no place for its result: exit 2, and the photograph is as it was', async () => {
  const cwd = await room('link', 'her.png');
  await symlink('her.png', join(cwd, 'result.png'));
  const { status, err } = await cutout(cwd, 'her.png', '-o', 'result.png');
  expect([status, err.split('\n')[0]]).toEqual([2, 'result.png would overwrite the photograph; --force allows it.']);
  expect((await readFile(join(cwd, 'her.png'))).equals(small)).toBe(true);
});

it('--watch cuts out what has no result and what comes, until Ctrl-C', async () => {
  const cwd = await room('watch', 'in/there.png', 'in/done.png');
  await mkdir(join(cwd, 'out'));
  await writeFile(join(cwd, 'out/done-cutout.png'), 'done before');
  const running = start(cwd, ['--watch', 'in', '-o', 'out', ...LITE]);
  await running.until(({ out }) => out().includes('there-cutout.png\n'));
  await writeFile(join(cwd, 'in/new.png'), small);
  await running.until(({ out }) => out().includes('new-cutout.png\n'));
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(130);
  expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['done-cutout.png', 'new-cutout.png', 'there-cutout.png']);
  expect(await readFile(join(cwd, 'out/done-cutout.png'), 'utf8')).toBe('done before');
  expect(existsSync(join(cwd, 'there-cutout.png'))).toBe(false);
});

it('--watch names what it declines, and says what looks into the folders of its folder', async () => {
  const cwd = await room('watch-others', 'in/deep/her.png');
  const running = start(cwd, ['--watch', 'in', '-o', 'out', ...LITE]);
  await running.until(({ err }) => err().includes('-r looks into its folders, too.\n'));
  await writeFile(join(cwd, 'in/her.tif'), 'II*\0\x08\0\0\0');
  await running.until(({ err }) => err().includes('her.tif: This is a TIFF'));
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(130);
});
