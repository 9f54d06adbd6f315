import { describe, expect, it } from 'vitest';
import { lookBySquares, squaresOf } from '../../../shared/pipeline/squares.ts';
import type { Job } from '../../../shared/pipeline/view.ts';
import { seeingEngine } from '../../fixtures/engine/engine.ts';
import { paint } from '../../fixtures/pixels.ts';

describe('squares', () => {
  it.each([
    [400, 400, 1],
    [430, 400, 1],
    [600, 400, 2],
    [400, 600, 2],
    [800, 400, 3],
    [4000, 400, 5],
  ])('of %i × %i are %i, cover it, and overlap', (width, height, count) => {
    const squares = squaresOf({ width, height });
    expect(squares).toHaveLength(count);
    const [start, size] = width > height ? (['x', 'width'] as const) : (['y', 'height'] as const);
    expect(squares[0][start]).toBe(0);
    expect(squares.at(-1)![start] + squares.at(-1)![size]).toBe(Math.max(width, height));
    for (const [i, square] of squares.slice(1).entries()) {
      expect(square[start]).toBeLessThan(squares[i][start] + squares[i][size] - 1);
    }
  });
});

it('lite sees a long picture in squares, and what it sees is joined without a seam', async () => {
  const engine = seeingEngine();
  const picture = paint(800, 400, (x) => (x > 250 && x < 550 ? [220, 130, 60] : [90, 95, 105]));
  const { dims, data } = await lookBySquares([picture], { engine, stages: {} } as unknown as Job);
  expect(dims).toEqual([1, 1, 256, 512]);
  expect(engine.inferences.map(({ dims }) => dims.slice(2))).toEqual([
    [256, 256],
    [256, 256],
    [256, 256],
  ]);
  const row = data.subarray(128 * 512, 129 * 512);
  for (let x = 0; x < 512; x++) {
    if (Math.abs(x - 160) > 3 && Math.abs(x - 352) > 3) expect(row[x]).toBeCloseTo(Number(x > 160 && x < 352), 1);
  }
});

it('what lite sees in two copies of a picture is averaged, though their proportions differ a little', async () => {
  const engine = seeingEngine();
  const lit = paint(800, 400, (x) => (x > 250 && x < 550 ? [220, 130, 60] : [90, 95, 105]));
  const dark = paint(310, 160, () => [90, 95, 105]);
  const { dims, data } = await lookBySquares([lit, dark], { engine, stages: {} } as unknown as Job);
  expect(dims).toEqual([1, 1, 256, 512]);
  expect(engine.inferences).toHaveLength(6);
  expect(data[128 * 512 + 256]).toBeCloseTo(0.5, 1);
  expect(data[128 * 512 + 20]).toBeCloseTo(0, 1);
});

it('copies of an extreme shape whose sides were rounded differently stay within their pixels', async () => {
  const engine = seeingEngine();
  const copies = [paint(1536, 64, () => [90, 95, 105]), paint(900, 31, () => [90, 95, 105])];
  const { dims } = await lookBySquares(copies, { engine, stages: {} } as unknown as Job);
  expect(dims).toEqual([1, 1, 53, 1280]);
});

it('a picture of an extreme shape is looked at within five squares’ length', async () => {
  const { dims } = await lookBySquares([paint(1, 8000, () => [90, 95, 105])], {
    engine: seeingEngine(),
    stages: {},
  } as unknown as Job);
  expect(dims).toEqual([1, 1, 1280, 1]);
});
