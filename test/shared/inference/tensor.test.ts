import { describe, expect, it } from 'vitest';
import type { Size } from '../../../shared/image/geometry.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import type { InputSpec } from '../../../shared/inference/catalog.ts';
import { inputSize, toTensor } from '../../../shared/inference/tensor.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { paint } from '../../fixtures/pixels.ts';

const spec = (mean: InputSpec['mean'], std: InputSpec['std']): InputSpec => ({
  name: 'input',
  layout: 'NCHW',
  size: { policy: 'fixed', width: 2, height: 2 },
  mean,
  std,
});
const plain = spec([0, 0, 0], [1, 1, 1]);
const tensor = (picture: Picture, input: InputSpec, to: Size) => runToEnd(toTensor(picture, input, to));

describe('a tensor', () => {
  it('has all red, then all green, then all blue, row by row', () => {
    const picture = paint(2, 3, (x, y) => [x + 2 * y, 10 + x + 2 * y, 20 + x + 2 * y]);
    const { dims, data } = tensor(picture, plain, picture);
    expect(dims).toEqual([1, 3, 3, 2]);
    const bytes = Array.from(data, (value) => Math.round(value * 255));
    expect(bytes).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25]);
  });

  it('is normalised channel by channel', () => {
    const picture = paint(1, 1, () => [255, 0, 51]);
    const { data } = tensor(picture, spec([0.5, 0.5, 0.1], [0.5, 0.25, 0.2]), picture);
    expect(data[0]).toBeCloseTo(1, 6);
    expect(data[1]).toBeCloseTo(-2, 6);
    expect(data[2]).toBeCloseTo(0.5, 6);
  });

  it('lies over white where the picture is transparent', () => {
    const picture = paint(3, 1, (x) => [0, 0, 0, [0, 51, 255][x]]);
    const [clear, fifth, opaque] = tensor(picture, plain, picture).data;
    expect(clear).toBeCloseTo(1, 6);
    expect(fifth).toBeCloseTo(0.8, 6);
    expect(opaque).toBe(0);
  });

  it('is resized to the size asked for', () => {
    const picture = paint(4, 2, (x) => [x < 2 ? 255 : 0, 0, 0]);
    const { dims, data } = tensor(picture, plain, { width: 2, height: 1 });
    expect(dims).toEqual([1, 3, 1, 2]);
    expect([...data]).toEqual([1, 0, 0, 0, 0, 0]);
  });
});

describe('the input size', () => {
  const modnet = { policy: 'multiple', multiple: 32, shortSide: 512 } as const;

  it('is as trained on the short side, in multiples, at the aspect of the picture', () => {
    expect(inputSize({ width: 1920, height: 1280 }, modnet)).toEqual({ width: 768, height: 512 });
    expect(inputSize({ width: 3000, height: 4000 }, modnet)).toEqual({ width: 512, height: 672 });
    expect(inputSize({ width: 100, height: 100 }, modnet)).toEqual({ width: 512, height: 512 });
  });

  it('has at most about so many pixels', () => {
    const { width, height } = inputSize({ width: 1920, height: 1280 }, modnet, 512 * 512);
    expect([width, height]).toEqual([640, 416]);
    const squares = inputSize({ width: 640, height: 640 }, modnet, 256 * 256);
    expect(squares).toEqual({ width: 256, height: 256 });
  });

  it('stays small for a strip', () => {
    const { width, height } = inputSize({ width: 8000, height: 100 }, modnet, 512 * 512);
    expect([width, height]).toEqual([1536, 32]);
    expect(inputSize({ width: 100, height: 8000 }, modnet)).toEqual({ width: 32, height: 1536 });
  });

  it('is fixed where the network says so', () => {
    const lite = { policy: 'fixed', width: 256, height: 256 } as const;
    expect(inputSize({ width: 8000, height: 100 }, lite)).toEqual({ width: 256, height: 256 });
    expect(inputSize({ width: 16, height: 16 }, lite, 100)).toEqual({ width: 256, height: 256 });
  });
});
