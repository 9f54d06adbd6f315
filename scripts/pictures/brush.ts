import { randomInts } from '../../test/fixtures/random.ts';

export type Point = readonly [x: number, y: number];

/** Seeded draws, so that every picture comes out the same at every run. */
export interface Chance {
  /** Evenly between two numbers. */
  between(low: number, high: number): number;
  /** Around 0, mostly within ±`spread`. */
  about(spread: number): number;
  pick<Value>(values: readonly Value[]): Value;
}

export function chance(seed: number): Chance {
  const below = randomInts(seed);
  const unit = () => below(1 << 24) / (1 << 24);
  return {
    between: (low, high) => low + (high - low) * unit(),
    about: (spread) => (unit() + unit() + unit() - 1.5) * spread,
    pick: (values) => values[below(values.length)],
  };
}

const n = (value: number) => value.toFixed(1);

/** Path data of a smooth line through the middles between the points. */
export function smooth(points: readonly Point[], from = 'M'): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  const bends = rest.slice(0, -1).map(([x, y], i) => {
    const [nextX, nextY] = rest[i + 1];
    return `Q${n(x)} ${n(y)} ${n((x + nextX) / 2)} ${n((y + nextY) / 2)}`;
  });
  const [lastX, lastY] = points[points.length - 1];
  return `${from}${n(first[0])} ${n(first[1])}${bends.join('')}L${n(lastX)} ${n(lastY)}`;
}

/** Path data of a brush stroke along the points: `width` where it is thickest, nothing at its tip. */
export function stroke(points: readonly Point[], width: number): string {
  const side = (sign: 1 | -1): Point[] =>
    points.map(([x, y], i) => {
      const [x0, y0] = points[Math.max(0, i - 1)];
      const [x1, y1] = points[Math.min(points.length - 1, i + 1)];
      const length = Math.hypot(x1 - x0, y1 - y0) || 1;
      const along = i / (points.length - 1);
      const half = (sign * width * Math.min(1, 0.35 + along * 4) * (1 - along) ** 0.55) / 2;
      return [x - ((y1 - y0) / length) * half, y + ((x1 - x0) / length) * half];
    });
  return `${smooth(side(1))}${smooth(side(-1).reverse(), 'L')}Z`;
}

/** The point at `along` (0..1) of the Catmull-Rom spline through the guide's points. */
export function onGuide(guide: readonly Point[], along: number): Point {
  const at = Math.min(guide.length - 1.000_001, Math.max(0, along * (guide.length - 1)));
  const i = Math.floor(at);
  const t = at - i;
  const [a, b, c, d] = [i - 1, i, i + 1, i + 2].map((k) => guide[Math.min(guide.length - 1, Math.max(0, k))]) as [
    Point,
    Point,
    Point,
    Point,
  ];
  const axis = (k: 0 | 1) =>
    b[k] +
    0.5 * t * (c[k] - a[k] + t * (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k] + t * (3 * (b[k] - c[k]) + d[k] - a[k])));
  return [axis(0), axis(1)];
}
