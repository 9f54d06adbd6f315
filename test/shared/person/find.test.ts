import { describe, expect, it } from 'vitest';
import type { Box } from '../../../shared/image/geometry.ts';
import { findPeople, partsWorthALook } from '../../../shared/person/find.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

/** A matte that is 1 in boxes of hundredths of the picture: left, top, right, bottom. */
const seen = (...boxes: [number, number, number, number][]) =>
  alphaTensor(100, 100, (x, y) =>
    Number(boxes.some(([left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom)),
  );
const partsOf = (matte: ReturnType<typeof seen>, width: number, height: number): Box[] =>
  partsWorthALook(findPeople(matte, { width, height }), { width, height });

describe('people', () => {
  it('are the regions of a matte, largest first, in the picture’s pixels', () => {
    expect(findPeople(seen([10, 10, 14, 20], [50, 40, 60, 70]), { width: 2000, height: 1000 })).toEqual([
      { x: 1000, y: 400, width: 200, height: 300 },
      { x: 200, y: 100, width: 80, height: 100 },
    ]);
  });

  it('who touch are one; specks are nobody', () => {
    expect(findPeople(seen([10, 10, 20, 40], [20, 30, 30, 40], [80, 80, 82, 82]), { width: 100, height: 100 })).toEqual(
      [{ x: 10, y: 10, width: 20, height: 30 }],
    );
    expect(findPeople(seen(), { width: 100, height: 100 })).toEqual([]);
  });
});

describe('a speck', () => {
  it('beside somebody large is no person, and beside somebody small it is one', () => {
    const speck: [number, number, number, number] = [92, 92, 95, 95];
    const count = (...boxes: Parameters<typeof seen>) => findPeople(seen(...boxes), { width: 100, height: 100 }).length;
    expect(count([10, 5, 70, 95], speck)).toBe(1);
    expect(count([10, 10, 20, 40], speck)).toBe(2);
  });
});

describe('a part worth a look', () => {
  it('holds the person and a fifth of their longer side around them', () => {
    expect(partsOf(seen([50, 40, 60, 70]), 2000, 1000)).toEqual([{ x: 940, y: 340, width: 320, height: 420 }]);
  });

  it('ends where the picture ends', () => {
    expect(partsOf(seen([0, 70, 20, 100]), 1000, 1000)).toEqual([{ x: 0, y: 640, width: 260, height: 360 }]);
  });

  it('holds all whose parts would overlap; others have their own', () => {
    const parts = partsOf(seen([20, 60, 24, 80], [30, 60, 34, 80], [80, 10, 84, 20]), 1000, 1000);
    expect(parts).toHaveLength(2);
    expect(parts.some(({ x, width }) => x < 200 && x + width > 340)).toBe(true);
  });

  it('never overlaps another, and there are at most four', () => {
    const crowd = Array.from({ length: 9 }, (_, i): [number, number, number, number] => {
      const [x, y] = [5 + (i % 3) * 34, 5 + Math.trunc(i / 3) * 34];
      return [x, y, x + 4, y + 9];
    });
    const parts = partsOf(seen(...crowd.slice(0, 5)), 1500, 1000);
    expect(parts.length).toBeLessThanOrEqual(4);
    for (const [i, a] of parts.entries()) {
      for (const b of parts.slice(i + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });

  it('is none where it would show the person hardly larger, and none of nobody', () => {
    expect(partsOf(seen([20, 10, 80, 100]), 1000, 1000)).toEqual([]);
    // A short side that stays limits what a network sees, however narrow the person.
    expect(partsOf(seen([45, 0, 55, 100]), 1500, 1000)).toHaveLength(1);
    expect(partsOf(seen([10, 0, 90, 100]), 3000, 1000)).toEqual([]);
    expect(partsOf(seen(), 1000, 1000)).toEqual([]);
  });
});
