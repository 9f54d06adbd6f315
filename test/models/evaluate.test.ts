import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCases } from '../../models/evaluate/cases.ts';
import { evaluate, type Plan, type Row } from '../../models/evaluate/evaluate.ts';
import { sheet } from '../../models/evaluate/look.ts';
import { measureNobody } from '../../models/evaluate/nobody.ts';
import { reportOf, told } from '../../models/evaluate/report.ts';
import { ideallyCoarse } from '../../models/evaluate/stages.ts';
import { quantile } from '../../models/evaluate/summary.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { encodeMatte, encodePicture } from '../../shared/node/encode.ts';
import { bust, drawnEngine } from '../fixtures/engine/engine.ts';
import { matteOf, paint } from '../fixtures/pixels.ts';

const PLAN: Plan = { network: 'lite', mattes: undefined, plain: false, stages: false, look: false };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-evaluate-'));
});
afterAll(() => rm(folder, { recursive: true }));

const square = (side: number, left: number) =>
  matteOf(side, side, (x, y) => (x >= left && x < left + side / 2 && y >= side / 4 ? 255 : 0));
const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);
const opaque = ({ width, height, data }: Picture) =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png()
    .toBuffer();

describe('a network alone', () => {
  it('is measured in the product’s place', async () => {
    const picture = await encodePicture(paint(64, 64, () => [9, 9, 9]));
    await put('alone.png', picture);
    await put('alone.mask.png', await encodeMatte(square(64, 16)));
    const [one] = findCases(folder);
    const engine = drawnEngine();
    await evaluate(one, { ...PLAN, network: 'portrait-s', alone: true }, engine);
    expect(engine.inferences.map(({ network }) => network)).toEqual(['portrait-s']);
    for (const name of ['alone.png', 'alone.mask.png']) await rm(join(folder, name));
  });

  it('is counted wrong where it sees somebody in pictures of nobody', async () => {
    const nobody = join(folder, 'nobody');
    await mkdir(nobody);
    await expect(measureNobody(nobody, drawnEngine(), 'lite')).rejects.toThrow(/no picture/);
    for (const name of ['a.png', 'b.png'])
      await put(`nobody/${name}`, await encodePicture(paint(32, 32, () => [9, 9, 9])));
    let turn = 0;
    const seesTheSecond = drawnEngine({ lite: (u, v) => (turn > 1 ? bust(u, v) : -1) }, () => void turn++);
    const { pictures, wrong } = await measureNobody(nobody, seesTheSecond, 'lite');
    expect([pictures, wrong.map(([name]) => name)]).toEqual([2, ['b.png']]);
    expect(wrong[0][1]).toBeGreaterThan(0.1);
    await rm(nobody, { recursive: true });
  });
});

describe('a folder of cases', () => {
  it('names what is missing', async () => {
    expect(() => findCases(folder)).toThrow(/no ID\.mask\.png/);
    await put('lone.mask.png', await encodeMatte(square(8, 0)));
    expect(() => findCases(folder)).toThrow(/lone\.mask\.png has no picture/);
    await rm(join(folder, 'lone.mask.png'));
  });

  it('prefers an exact alpha to a mask, and takes a foreground if there is one', async () => {
    const picture = await encodePicture(paint(8, 8, () => [9, 9, 9]));
    const matte = await encodeMatte(square(8, 2));
    for (const name of ['a.png', 'a.fg.png', 'b.jpg']) await put(name, picture);
    for (const name of ['a.alpha.png', 'a.mask.png', 'b.mask.png']) await put(name, matte);
    expect(findCases(folder)).toEqual([
      {
        id: 'a',
        picture: join(folder, 'a.png'),
        truth: { kind: 'alpha', file: join(folder, 'a.alpha.png') },
        foreground: join(folder, 'a.fg.png'),
      },
      {
        id: 'b',
        picture: join(folder, 'b.jpg'),
        truth: { kind: 'mask', file: join(folder, 'b.mask.png') },
        foreground: undefined,
      },
    ]);
    for (const name of ['a.png', 'a.fg.png', 'b.jpg', 'a.alpha.png', 'a.mask.png', 'b.mask.png']) {
      await rm(join(folder, name));
    }
  });
});

describe('mattes that were written before', () => {
  it('score by hand-made numbers; one that is missing is empty', async () => {
    const [picture, truth] = [
      await encodePicture(paint(40, 40, () => [90, 90, 90])),
      await encodeMatte(square(40, 10)),
    ];
    for (const id of ['half', 'none']) {
      await put(`${id}.png`, picture);
      await put(`${id}.mask.png`, truth);
    }
    await put('half-matte.png', await encodeMatte(square(40, 20)));
    const rows: Row[] = [];
    for (const one of findCases(folder)) {
      rows.push((await evaluate(one, { ...PLAN, mattes: folder }, undefined)).row);
    }
    expect(rows.map(({ id, person }) => [id, person])).toEqual([
      ['half', 'yes'],
      ['none', 'no'],
    ]);
    expect(rows[0].scores.iou).toBeCloseTo(1 / 3, 9);
    expect(rows[0].scores.dice).toBeCloseTo(1 / 2, 9);
    expect(rows[0].scores.mad).toBeUndefined();
    expect(rows[1].scores.iou).toBe(0);
    const report = reportOf(rows);
    expect(report.rows.map(({ id }) => id)).toEqual(['none', 'half']);
    expect(report.summary.iou).toMatchObject({ mean: expect.closeTo(1 / 6, 9), worst: 0 });
    expect(told(report)).toMatch(/2 pictures; nobody found in none/);
  });
});

it('the product on a disc: every metric, the stages by themselves, and something to look at', async () => {
  const alphaAt = (x: number, y: number) => Math.min(1, Math.max(0, 180 - Math.hypot(x - 350, y - 300)));
  const mix = (alpha: number) => [220, 140, 60].map((own, c) => alpha * own + (1 - alpha) * [40, 70, 160][c]);
  await put('drawn.png', await opaque(paint(700, 640, (x, y) => mix(alphaAt(x, y)))));
  await put('drawn.fg.png', await opaque(paint(700, 640, () => [220, 140, 60])));
  await put('drawn.alpha.png', await encodeMatte(matteOf(700, 640, (x, y) => 255 * alphaAt(x, y))));
  const drawn = findCases(folder).find(({ id }) => id === 'drawn')!;
  const { row, looks } = await evaluate(drawn, { ...PLAN, plain: true, stages: true, look: true }, drawnEngine());
  for (const scores of [row.scores, row.plain]) {
    expect(Object.keys(scores!).sort()).toEqual(
      ['iou', 'dice', 'boundary', 'mad', 'mse', 'sad', 'grad', 'conn', 'colour'].sort(),
    );
    for (const value of Object.values(scores!)) expect(Number.isFinite(value)).toBe(true);
  }
  for (const { ours, plain } of Object.values(row.stages!)) expect(ours).toBeLessThan(plain);
  const report = told(reportOf([row]));
  for (const name of ['IoU', 'Conn', 'colour error', 'ours / plain', 'stages alone']) expect(report).toContain(name);
  const image = await sheet([{ label: 'drawn <1>', tiles: looks!.overview }]);
  expect(await sharp(image).metadata()).toMatchObject({ format: 'png', width: 4 * 306 - 6 });
  expect(looks!.closeUp.length).toBe(6);
});

it('an ideal coarse matte is the truth averaged, solid where the truth is', () => {
  const truth = matteOf(1200, 1600, (x) => (x < 500 ? 0 : 255));
  const { dims, data } = ideallyCoarse(truth);
  expect(dims.slice(2)).toEqual([512, 384]);
  const row = data.subarray(0, dims[3]);
  const edge = Math.floor((500 * dims[3]) / 1200);
  expect(row.slice(0, edge).every((alpha) => alpha === 0)).toBe(true);
  expect(row.slice(edge + 1).every((alpha) => alpha === 1)).toBe(true);
  const sum = row.reduce((total, alpha) => total + alpha, 0) / dims[3];
  expect(sum).toBeCloseTo(700 / 1200, 2);
});

it('an ideal coarse matte has the size that the product gives the network’s input', () => {
  expect(ideallyCoarse(matteOf(2000, 1000, () => 255)).dims).toEqual([1, 1, 320, 672]);
});

it('quantiles lie between neighbours', () => {
  expect([0, 0.05, 0.5, 1].map((q) => quantile([1, 3, 4, 8, 10], q))).toEqual([1, expect.closeTo(1.4, 9), 4, 10]);
  expect(quantile([7], 0.05)).toBe(7);
});
