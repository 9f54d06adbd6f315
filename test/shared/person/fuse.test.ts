import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import { fuse } from '../../../shared/person/fuse.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const at = ({ dims, data }: Tensor, x: number, y: number) => data[y * dims[3] + x];
const disc = (size: number) =>
  alphaTensor(size, size, (x, y) => {
    const distance = Math.hypot((x + 0.5) / size - 0.5, (y + 0.5) / size - 0.5);
    return Math.min(1, Math.max(0, (0.3 - distance) * 40 + 0.5));
  });

describe('a near view with faults, a far one without', () => {
  const near = disc(128);
  const faulty = {
    ...near,
    data: near.data.map((alpha, i) => {
      const [x, y] = [i % 128, i >> 7];
      const isHole = Math.hypot(x - 64, y - 64) < 8;
      const isLeak = x < 12 && y < 12;
      return isHole ? 0 : isLeak ? 1 : alpha;
    }),
  };
  const fused = fuse(faulty, disc(64), disc(64));

  it('holes are filled and leaks removed', () => {
    expect(fused.dims).toEqual([1, 1, 128, 128]);
    expect(at(fused, 64, 64)).toBe(1);
    expect(at(fused, 4, 4)).toBe(0);
  });

  it('the edge is the near view’s', () => {
    for (let i = 0; i < near.data.length; i++) {
      if (near.data[i] > 0 && near.data[i] < 1) expect(fused.data[i]).toBe(near.data[i]);
    }
  });

  it('views that agree stay as they are', () => {
    const same = fuse(near, disc(64), disc(64));
    expect(Math.max(...same.data.map((alpha, i) => Math.abs(alpha - near.data[i])))).toBeLessThan(0.05);
  });
});

it('where the others are unsure, the near view stands', () => {
  const near = alphaTensor(8, 8, (x) => x / 7);
  expect(
    fuse(
      near,
      alphaTensor(4, 4, () => 0.5),
      alphaTensor(4, 4, () => 0.5),
    ),
  ).toEqual(near);
});

it('a far view that is sure everywhere decides', () => {
  const near = alphaTensor(8, 6, (x) => (x < 4 ? 0 : 1));
  expect(
    fuse(
      near,
      alphaTensor(4, 3, () => 1),
      alphaTensor(4, 3, () => 0),
    ).data.every((alpha) => alpha === 1),
  ).toBe(true);
  expect(
    fuse(
      near,
      alphaTensor(4, 3, () => 0),
      alphaTensor(4, 3, () => 1),
    ).data.every((alpha) => alpha === 0),
  ).toBe(true);
});

it('leaves its inputs alone', () => {
  const [near, far] = [disc(32), disc(16)];
  const lite = disc(24);
  fuse(near, far, lite);
  expect([near, far, lite]).toEqual([disc(32), disc(16), disc(24)]);
});

describe('a far view in doubt', () => {
  const near = disc(128);
  // Half of the disc is lost, in a haze that says how unsure the view is.
  const lost = alphaTensor(64, 64, (x, y) => (x < 32 ? at(disc(64), x, y) : y % 2 ? 0.3 : 0.01));

  it('is not heard where lite contradicts it', () => {
    const fused = fuse(near, lost, disc(64));
    expect(at(fused, 84, 64)).toBe(1);
  });

  it('is heard where lite seconds it', () => {
    const leaking = { ...near, data: near.data.map((alpha, i) => (i % 128 < 8 && i >> 7 < 8 ? 1 : alpha)) };
    expect(at(fuse(leaking, lost, disc(64)), 2, 2)).toBe(0);
  });
});

describe('lite and a fairly sure far view together', () => {
  const near = disc(128);
  const corner = (value: number) => (x: number, y: number, alpha: number) => (x < 0.2 && y < 0.2 ? value : alpha);
  const withCorner = (size: number, value: number) => {
    const plain = disc(size);
    return alphaTensor(size, size, (x, y) => corner(value)(x / size, y / size, at(plain, x, y)));
  };

  it('outvote a near view that is wrong, though the far one alone is not sure', () => {
    expect(at(fuse(withCorner(128, 1), withCorner(64, 0.3), withCorner(64, 0)), 8, 8)).toBe(0);
    expect(at(fuse(near, disc(64), withCorner(64, 0.7)), 8, 8)).toBe(0);
  });

  it('leave hair that the near view alone sees half', () => {
    expect(at(fuse(withCorner(128, 0.45), withCorner(64, 0.3), withCorner(64, 0.2)), 8, 8)).toBeCloseTo(0.45, 5);
  });
  it('leave no outline of what was removed', () => {
    // A leak that fades over six pixels, as networks' leaks do.
    const leak = (x: number, y: number) => Math.min(1, Math.max(0, (26 - Math.max(x, y)) / 2 - 0.25));
    const leaking = { ...near, data: near.data.map((alpha, i) => Math.max(alpha, leak(i % 128, i >> 7))) };
    const fused = fuse(leaking, disc(64), disc(64));
    for (let i = 0; i < 28; i++) expect(at(fused, i, i)).toBeLessThan(0.15);
  });
});
