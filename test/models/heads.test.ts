import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findMarked, polygonOf, readMarked, within } from '../../models/evaluate/heads/labels.ts';
import { toldHeads } from '../../models/evaluate/heads/measure.ts';
import { newMatte } from '../../shared/image/picture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heads-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const whole = (width: number, height: number) => {
  const matte = newMatte(width, height);
  matte.data.fill(200);
  return matte;
};
const shown = ({ width, data }: { width: number; data: ArrayLike<number> }) =>
  Array.from(data, (alpha, i) => (alpha ? '#' : '.') + ((i + 1) % width ? '' : '\n')).join('');

test('a matte is kept inside of polygons, by the middles of pixels', () => {
  const kept = within(whole(6, 4), [polygonOf('1,1 4,1 4,3 1,3'), polygonOf('3.6,0 9,0 9,2 3.6,2')]);
  expect(shown(kept)).toBe('....##\n.#####\n.###..\n......\n');
  expect(Math.max(...kept.data)).toBe(200);
});

test('what a polygon goes around is not inside of it', () => {
  const kept = within(whole(5, 5), [polygonOf('0,0 5,0 5,5 3,5 3,2 2,2 2,5 0,5')]);
  expect(shown(kept)).toBe('#####\n#####\n##.##\n##.##\n##.##\n');
});

test('pictures are found by their set and name; their heads lie within the truth', async () => {
  await mkdir(join(folder, 'wild'));
  const grey = { create: { width: 299, height: 168, channels: 3, background: '#fff' } } as const;
  await sharp(grey).jpeg().toFile(join(folder, 'wild/11.jpg'));
  await sharp(grey).png().toFile(join(folder, 'wild/11.mask.png'));
  const [marked, ...others] = findMarked(folder);
  expect(others).toEqual([]);
  expect(marked).toMatchObject({ set: 'wild', id: '11' });
  const { heads } = await readMarked(marked);
  expect(heads.data[60 * 299 + 150]).toBe(255);
  expect(heads.data[140 * 299 + 150]).toBe(0);
});

test('a folder without any of them is an error that says so', () => {
  expect(() => findMarked(folder)).toThrow('none of the pictures whose heads are marked');
});

test('heads that are not good are named, worst first', () => {
  const score = (id: string, iou: number) => ({ set: 'wild', id, iou, dice: iou, best: 1 });
  const told = toldHeads([score('a', 0.95), score('b', 0.8), score('c', 0.3)]);
  expect(told).toContain('below 0.9: wild/c 0.300, wild/b 0.800');
  expect(told).toMatch(/wild +3 +0\.683 +0\.800 +0\.300 +0\.683 +1\.000/);
});
