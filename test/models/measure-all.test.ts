import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesAgainst, type Measured, measureAll, readMeasured, tableOfAll } from '../../models/evaluate/all.ts';
import { encodeMatte, encodePicture } from '../../shared/node/encode.ts';
import { bust, drawnEngine } from '../fixtures/engine/engine.ts';
import { matteOf, paint } from '../fixtures/pixels.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-all-'));
  const isPerson = (x: number, y: number) => bust((x + 0.5) / 96, (y + 0.5) / 96) > 0;
  const picture = await encodePicture(paint(96, 96, (x, y) => (isPerson(x, y) ? [220, 130, 60] : [90, 95, 105])));
  const truth = await encodeMatte(matteOf(96, 96, (x, y) => (isPerson(x, y) ? 255 : 0)));
  for (const set of ['wild', 'no-people']) await mkdir(join(folder, set));
  for (const id of ['a', 'b', 'c']) {
    await writeFile(join(folder, 'wild', `${id}.png`), picture);
    await writeFile(join(folder, 'wild', `${id}.mask.png`), truth);
  }
  await writeFile(join(folder, 'no-people', 'wall.png'), picture);
});
afterAll(() => rm(folder, { recursive: true }));

test('every set that is there is measured in every way, evenly up to the most asked for', async () => {
  const ways = [
    { name: 'fast', network: 'portrait-s', quality: 'fast' },
    { name: 'lite', network: 'lite' },
  ] as const;
  const measured = await measureAll(folder, ways, drawnEngine(), 2, () => {});
  expect(measured.map(({ set, way, id }) => `${set} ${way} ${id}`)).toEqual([
    'wild fast a',
    'wild fast b',
    'no-people fast wall.png',
    'wild lite a',
    'wild lite b',
    'no-people lite wall.png',
  ]);
  expect(measured[0].scores.iou).toBeGreaterThan(0.95);
});

test('a folder without any set is declined by name', async () => {
  await expect(
    measureAll(join(folder, 'wild'), [{ name: 'lite', network: 'lite' }], drawnEngine(), 9, () => {}),
  ).rejects.toThrow(/holds none of portraits, alpha, wild and no-people/);
});

test('the table counts what was refused, and the changes name the picture that changed most', async () => {
  const row = (id: string, person: Measured['person'], iou: number): Measured => ({
    set: 'wild',
    way: 'fast',
    id,
    person,
    scores: { iou },
  });
  const now = [row('a', 'yes', 0.9), row('b', 'unsure', 0.5), row('c', 'no', 0)];
  expect(tableOfAll(now)).toMatch(/wild, fast +3 +1 +1 +1 +0\.4667/);
  const kept = join(folder, 'kept.json');
  await writeFile(kept, JSON.stringify([row('a', 'yes', 0.9), row('b', 'no', 0), row('c', 'no', 0)]));
  expect(changesAgainst(now, readMeasured(kept))).toBe('+0.5000  wild, fast, b: no → unsure');
});
