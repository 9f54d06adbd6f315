import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { encodeMatte, encodePicture } from '../../shared/node/encode.ts';
import { matteOf, paint } from '../fixtures/pixels.ts';
import { LIMIT, runCommand } from './command.ts';

vi.setConfig({ testTimeout: LIMIT });

const MOBILE = 'test/fixtures/mobile/mobile.onnx';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-eval-'));
  for (const name of ['images', 'masks']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'images', 'a.png'), await encodePicture(paint(64, 64, (x) => [x * 4, 90, 60])));
  await writeFile(join(folder, 'masks', 'a.png'), await encodeMatte(matteOf(64, 64, (x) => (x > 31 ? 255 : 0))));
});
afterAll(() => rm(folder, { recursive: true }));

test('a network of one’s own is compared with another, and both are noted', async () => {
  const log = join(folder, 'history.md');
  const { status, out } = await runCommand('eval', ['--compare', 'lite', MOBILE, folder, '--alone', '--log', log]);
  expect(status).toBe(0);
  expect(out).toMatch(/IoU +lite, alone +mobile, alone +difference\na +0\.\d{4} +0\.\d{4} +[+-]0\.\d{4}/);
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[3]).toMatch(
    /^\| \d{4}-\d\d-\d\d \| \w+\+? \| mobile, alone \| [0-9a-f]{12} \| matteo-eval-\w+ \| [0-9a-f]{12} \| 1 \| 0\./,
  );
});

test.each([
  ['a folder that is not there', ['/nowhere'], 1, /There is no folder \/nowhere/],
  ['two folders', ['a', 'b'], 2, /One folder, please/],
  ['pictures of nobody that are not there', ['--nobody', '/nowhere'], 1, /There is no folder \/nowhere/],
  [
    'an earlier run that is not there',
    ['--all', '/nowhere', '--against', '/nowhere.json'],
    1,
    /nowhere\.json is no results/,
  ],
  ['half a comparison', ['a', '--compare', 'lite'], 2, /--compare A B: two networks/],
])('%s is declined in words', async (_, args, wanted, reason) => {
  const { status, err } = await runCommand('eval', args);
  expect(err).toMatch(reason);
  expect(status).toBe(wanted);
});

test('mattes in a folder that is not there are no empty mattes, and a picture that can’t be measured is named', async () => {
  const data = join(folder, 'data');
  await mkdir(data);
  await writeFile(join(data, 'a.png'), await encodePicture(paint(64, 64, () => [90, 90, 60])));
  await writeFile(join(data, 'a.mask.png'), await encodeMatte(matteOf(64, 48, () => 255)));
  const nowhere = await runCommand('eval', ['--data', data, '--mattes', join(folder, 'nowhere')]);
  expect(nowhere.err).toMatch(/There is no folder .*nowhere/);
  const { status, err } = await runCommand('eval', ['--data', data, '--mattes', data]);
  expect(err).toMatch(/a\.png: Of 64 × 64 pixels, but its truth of 64 × 48/);
  expect(status).toBe(1);
});
