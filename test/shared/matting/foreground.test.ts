import { describe, expect, it } from 'vitest';
import { composeOnColour } from '../../../shared/image/compose.ts';
import type { Colour, Matte, Picture } from '../../../shared/image/picture.ts';
import { estimateForeground } from '../../../shared/matting/foreground.ts';
import { drive, runToEnd } from '../../../shared/steps.ts';
import { slowClock } from '../../fixtures/clock.ts';
import { matteOf, paint, pixelAt, sameBytes } from '../../fixtures/pixels.ts';

const GROUNDS: readonly Colour[] = [
  [255, 255, 255],
  [0, 0, 0],
  [0, 255, 0],
];

interface Composite {
  readonly truth: Picture;
  readonly picture: Picture;
  readonly matte: Matte;
}

type Shade = (x: number, y: number) => readonly [number, number, number];

/** A composite whose foreground, background and alpha are known. */
function composite(size: number, f: Shade, b: Shade, alphaAt: (x: number, y: number) => number): Composite {
  const matte = matteOf(size, size, (x, y) => alphaAt(x, y) * 255);
  const alpha = (x: number, y: number) => matte.data[y * size + x] / 255;
  const mixed = (x: number, y: number) =>
    f(x, y).map((value, c) => Math.round(alpha(x, y) * value + (1 - alpha(x, y)) * b(x, y)[c]));
  const truth = paint(size, size, (x, y) => [...f(x, y), matte.data[y * size + x]]);
  return { truth, picture: paint(size, size, mixed), matte };
}

const withAlpha = (picture: Picture, matte: Matte): Picture => ({
  ...picture,
  data: picture.data.map((value, i) => (i % 4 === 3 ? matte.data[i >> 2] : value)),
});

/** Mean difference in the mixed band once both lie on white, black and green. */
function bandError(cutout: Picture, { truth, matte }: Composite): number {
  let sum = 0;
  let count = 0;
  for (const ground of GROUNDS) {
    const [a, b] = [composeOnColour(cutout, ground), composeOnColour(truth, ground)];
    for (let i = 0; i < matte.data.length; i++) {
      if (matte.data[i] === 0 || matte.data[i] === 255) continue;
      for (let c = 0; c < 3; c++) sum += Math.abs(a.data[i * 4 + c] - b.data[i * 4 + c]);
      count += 3;
    }
  }
  return sum / count;
}

/** Luma as it is, colour as JPEG 4:2:0 keeps it: means of 2 × 2 pixels, interpolated. */
function halfColour({ width, height, data }: Picture): Picture {
  const luma = (i: number) => 0.299 * data[i * 4] + 0.587 * data[i * 4 + 1] + 0.114 * data[i * 4 + 2];
  const block = (bx: number, by: number, c: number) => {
    const [x, y] = [2 * Math.min(Math.max(bx, 0), width / 2 - 1), 2 * Math.min(Math.max(by, 0), height / 2 - 1)];
    const four = [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1];
    return four.reduce((sum, i) => sum + (data[i * 4 + c] - luma(i)) / 4, 0);
  };
  return paint(width, height, (x, y) => {
    const [bx, by] = [x >> 1, y >> 1];
    const [nx, ny] = [bx + (x & 1 ? 1 : -1), by + (y & 1 ? 1 : -1)];
    return [0, 1, 2].map(
      (c) =>
        luma(y * width + x) +
        (9 * block(bx, by, c) + 3 * block(nx, by, c) + 3 * block(bx, ny, c) + block(nx, ny, c)) / 16,
    );
  });
}

const alphaOf = ({ data }: Picture) => data.filter((_, i) => i % 4 === 3);
const clamp = (value: number) => Math.min(1, Math.max(0, value));
const gradient =
  (size: number): Shade =>
  (x, y) => [150 + (x * 90) / size, 60 + (y * 80) / size, 40];
const coloured =
  (size: number): Shade =>
  (x, y) => [20, 120 + (x * 60) / size, 180 + (y * 60) / size];
const disc = (size: number, softness: number) => (x: number, y: number) =>
  clamp((size * 0.3 - Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2)) / softness + 0.5);
/** A trunk at the left, strands three pixels wide going right, as hair does. */
const strands = (x: number, y: number) => {
  if (x < 60) return 1;
  const across = Math.abs((y % 16) + 0.5 - 8);
  return x < 170 ? clamp(2.2 - across) * (1 - (x - 60) / 160) : 0;
};

describe('colours in the mixed band, against the picture’s own', () => {
  it.each([
    ['a soft edge', composite(256, gradient(256), coloured(256), disc(256, 16))],
    ['a hard edge', composite(256, gradient(256), coloured(256), disc(256, 2))],
    ['thin strands', composite(256, gradient(256), coloured(256), strands)],
    ['a soft edge larger than the finest level', composite(900, gradient(900), coloured(900), disc(900, 30))],
    [
      'a dark person before a bright wall',
      composite(
        200,
        () => [30, 25, 20],
        () => [240, 240, 235],
        disc(200, 12),
      ),
    ],
  ])('at most 0.4 of the error: %s', (_, known) => {
    const own = bandError(withAlpha(known.picture, known.matte), known);
    const cleaned = bandError(runToEnd(estimateForeground(known.picture, known.matte)), known);
    expect(own).toBeGreaterThan(5);
    expect(cleaned / own).toBeLessThan(0.4);
  });
});

describe('where the background is busy and the colours are JPEG’s', () => {
  const tiles = [
    [200, 60, 40],
    [60, 150, 70],
    [70, 80, 180],
    [220, 200, 90],
  ] as const;
  const ground: Shade = (x, y) => tiles[(Math.trunc(x / 40) + 2 * Math.trunc(y / 40)) % 4];
  const known = composite(256, () => [60, 40, 30], ground, strands);

  it('colours have at most 0.05 of the error of the picture’s own', () => {
    const own = bandError(withAlpha(known.picture, known.matte), known);
    const cleaned = bandError(runToEnd(estimateForeground(known.picture, known.matte)), known);
    expect(cleaned / own).toBeLessThan(0.05);
  });

  it('colour that is kept at half the resolution costs little more', () => {
    const smeared = { ...known, picture: halfColour(known.picture) };
    const own = bandError(withAlpha(smeared.picture, known.matte), known);
    const cleaned = bandError(runToEnd(estimateForeground(smeared.picture, known.matte)), known);
    expect(cleaned / own).toBeLessThan(0.12);
  });
});

describe('outside of the band', () => {
  const known = composite(120, gradient(120), coloured(120), disc(120, 10));
  const cutout = runToEnd(estimateForeground(known.picture, known.matte));

  it('colours that are surely inside stay exactly the picture’s', () => {
    for (const [i, value] of known.matte.data.entries()) {
      if (value !== 255) continue;
      expect(pixelAt(cutout, i % 120, Math.trunc(i / 120))).toEqual(
        pixelAt(known.picture, i % 120, Math.trunc(i / 120)),
      );
    }
  });

  it('nothing is left of what is surely outside', () => {
    for (const [i, value] of known.matte.data.entries()) {
      if (value === 0) expect(pixelAt(cutout, i % 120, Math.trunc(i / 120))).toEqual([0, 0, 0, 0]);
    }
  });

  it('alpha is the matte everywhere', () => {
    expect(sameBytes(alphaOf(cutout), known.matte.data)).toBe(true);
  });

  it('the picture and the matte stay as they were', () => {
    const again = composite(120, gradient(120), coloured(120), disc(120, 10));
    expect(sameBytes(known.picture.data, again.picture.data)).toBe(true);
    expect(sameBytes(known.matte.data, again.matte.data)).toBe(true);
  });
});

describe('a picture with transparency of its own', () => {
  const picture = paint(64, 64, (x, y) => [200, 100, 50, y < 32 ? 255 : x < 32 ? 128 : 0]);
  const matte = matteOf(64, 64, (x) => (x < 16 ? 255 : x < 48 ? 128 : 0));
  const cutout = runToEnd(estimateForeground(picture, matte));

  it('has its alpha multiplied by the matte', () => {
    const alpha = (x: number, y: number) => pixelAt(cutout, x, y)[3];
    expect([alpha(5, 5), alpha(20, 5), alpha(60, 5)]).toEqual([255, 128, 0]);
    expect([alpha(5, 60), alpha(20, 60), alpha(60, 60)]).toEqual([128, 64, 0]);
  });

  it('is transparent black where nothing is left', () => {
    for (let i = 0; i < 64 * 64; i++) {
      const [r, g, b, a] = pixelAt(cutout, i % 64, i >> 6);
      if (a === 0) expect([r, g, b]).toEqual([0, 0, 0]);
    }
  });
});

it.each([
  [1, 1],
  [1, 40],
  [900, 2],
  [37, 23],
])('colours are estimated in pictures of %i×%i', (width, height) => {
  const picture = paint(width, height, (x, y) => [x % 256, y % 256, 9]);
  const matte = matteOf(width, height, (x, y) => ((x + y) * 40) % 256);
  const cutout = runToEnd(estimateForeground(picture, matte));
  expect(sameBytes(alphaOf(cutout), matte.data)).toBe(true);
});

describe('on a large picture', () => {
  const picture = paint(1600, 1200, (x, y) => [x & 255, y & 255, 7]);
  const matte = matteOf(1600, 1200, (x) => x % 256);

  it('tells its progress, rising within 0..1', () => {
    const told = [...estimateForeground(picture, matte)];
    expect(told.length).toBeGreaterThan(20);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('stops in the middle when aborted', async () => {
    slowClock();
    const abort = new AbortController();
    let told = 0;
    const job = drive(estimateForeground(picture, matte), abort.signal, () => {
      told++;
      abort.abort();
    });
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toBe(1);
  });
});
