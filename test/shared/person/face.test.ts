import { describe, expect, it } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import type { Tensor } from '../../../shared/image/picture.ts';
import { cutSquare, faceOdds, headsOf } from '../../../shared/person/face.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { drawnEngine } from '../../fixtures/engine/engine.ts';
import { alphaTensor, paint, pixelAt } from '../../fixtures/pixels.ts';

/** A standing person: columns 100 to 139, rows 40 to 239 of 256. */
const standing = alphaTensor(256, 256, (x, y) => Number(x >= 100 && x < 140 && y >= 40 && y < 240));
const nobody = alphaTensor(256, 256, () => 0.4);

describe('where the head would be', () => {
  it('is at the top of lite’s person, in a wide square and a close one', () => {
    const [wide, close] = headsOf(standing, { width: 512, height: 512 });
    expect([wide.side, close.side]).toEqual([100, 64]);
    for (const { left, top, side } of [wide, close]) {
      expect(left + side / 2).toBeCloseTo(240);
      expect(top).toBeCloseTo(80 - 0.15 * side);
    }
  });

  it('is square in a wide picture too; close is by the shorter side', () => {
    const [wide, close] = headsOf(standing, { width: 4096, height: 256 });
    expect([wide.side, close.side]).toEqual([1.25 * 640, 0.8 * 200]);
    expect(close.left + close.side / 2).toBeCloseTo(1920);
  });

  it('is nowhere where lite sees nobody', () => {
    expect(headsOf(nobody, { width: 512, height: 512 })).toEqual([]);
  });
});

describe('a square of a picture', () => {
  const picture = paint(60, 40, (x, y) => [x * 4, y * 6, 200]);

  it('is resized from what it covers', () => {
    const square = runToEnd(cutSquare(picture, { left: 10, top: 10, side: 20 }, 20));
    expect([square.width, square.height]).toEqual([20, 20]);
    expect(pixelAt(square, 0, 0)).toEqual([40, 60, 200, 255]);
    expect(pixelAt(square, 19, 19)).toEqual([116, 174, 200, 255]);
  });

  it('is black and opaque beyond the picture, which keeps its shape', () => {
    const square = runToEnd(cutSquare(picture, { left: 0, top: -10, side: 60 }, 30));
    expect(pixelAt(square, 15, 4)).toEqual([0, 0, 0, 255]);
    expect(pixelAt(square, 15, 5)[2]).toBe(200);
    expect(pixelAt(square, 15, 24)[2]).toBe(200);
    expect(pixelAt(square, 15, 25)).toEqual([0, 0, 0, 255]);
  });

  it.each([
    { left: -30, top: -30, side: 20 },
    { left: 59.7, top: 39.7, side: 0.4 },
    { left: -500, top: -500, side: 2000 },
  ])('comes of %o too', (square) => {
    const { width, height } = runToEnd(cutSquare(picture, square, 16));
    expect([width, height]).toEqual([16, 16]);
  });
});

/** An engine whose face network answers each of its inputs in turn. */
function withFaces(...answers: (number[] | Error)[]) {
  const inputs: Tensor[] = [];
  const face = { ...artifactOf().input, size: { policy: 'fixed', width: 128, height: 128 } } as const;
  return {
    ...drawnEngine(),
    inputs,
    inputOf: () => face,
    async infer(_network: string, input: Tensor): Promise<Tensor> {
      const answer = answers[inputs.push(input) - 1];
      if (answer instanceof Error) throw answer;
      return { dims: [1, answer.length, 1], data: Float32Array.from(answer) };
    },
  };
}

describe('looking for a face', () => {
  const picture = paint(300, 400, (x) => [x % 255, 90, 200]);

  it('takes the surest of the whole picture and of both squares about the head', async () => {
    const engine = withFaces([-3, 0.5, -1], [-2, 2.5, 1], [0]);
    expect(await faceOdds(picture, standing, engine)).toBe(2.5);
    expect(engine.inputs.map(({ dims }) => dims)).toEqual(Array(3).fill([1, 3, 128, 128]));
    expect(await faceOdds(picture, standing, withFaces([1, 2], [-2], [-3]))).toBe(2);
    expect(await faceOdds(picture, standing, withFaces([1, 2], [-2], [3]))).toBe(3);
  });

  it('looks once where lite sees nobody', async () => {
    const engine = withFaces([-1]);
    expect(await faceOdds(picture, nobody, engine)).toBe(-1);
    expect(engine.inputs).toHaveLength(1);
  });

  it('says nothing where no face network runs, in the first look or the second', async () => {
    const missing = new CutoutError('no-backend', 'none', { facts: [''] });
    expect(await faceOdds(picture, standing, withFaces(missing))).toBeUndefined();
    expect(await faceOdds(picture, standing, withFaces([9], missing))).toBeUndefined();
  });

  it('throws whatever else the engine throws', async () => {
    await expect(faceOdds(picture, standing, withFaces(new RangeError('odd')))).rejects.toThrow(RangeError);
    const aborted = AbortSignal.abort();
    await expect(faceOdds(picture, standing, withFaces([1]), aborted)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
