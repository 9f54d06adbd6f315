import { describe, expect, test } from 'vitest';
import { onePerson } from '../../../../extension/editor/matte/people.ts';
import { type Matte, newMatte } from '../../../../shared/image/picture.ts';

type Disc = readonly [x: number, y: number, radius: number];

/** Discs with rims of two pixels, and bars between them: mattes of people who hold hands. */
function discs(width: number, height: number, all: readonly Disc[], bars: readonly [number, number, number][] = []) {
  const matte = newMatte(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const depth = Math.max(...all.map(([cx, cy, r]) => r - Math.hypot(x + 0.5 - cx, y + 0.5 - cy)));
      const barred = bars.some(([from, to, at]) => x >= from && x < to && Math.abs(y - at) < 2);
      matte.data[y * width + x] = barred ? 255 : Math.max(0, Math.min(255, 128 + depth * 64));
    }
  }
  return matte;
}
const at = (x: number, y: number) => ({ x, y });
const alphaAt = ({ width, data }: Matte, x: number, y: number) => data[y * width + x];

describe('of two people', () => {
  const two = discs(400, 200, [
    [100, 100, 60],
    [290, 100, 70],
  ]);

  test('the one at a place is kept as it was, rim and all, and the other goes', () => {
    const left = onePerson(two, at(100, 100))!;
    for (let i = 0; i < two.data.length; i++) {
      const expected = i % 400 < 190 ? two.data[i] : 0;
      if (left.data[i] !== expected) expect([i % 400, Math.floor(i / 400), left.data[i]]).toEqual(expected);
    }
    expect(alphaAt(onePerson(two, at(290, 40))!, 290, 100)).toBe(255);
  });

  test('a place just beside a person means them, a place where nobody is means none', () => {
    expect(alphaAt(onePerson(two, at(36, 100))!, 100, 100)).toBe(255);
    expect(onePerson(two, at(190, 10))).toBeUndefined();
    expect(onePerson(two, at(-50, 900))).toBeUndefined();
  });

  test('the matte itself stays', () => {
    const before = two.data.slice();
    onePerson(two, at(100, 100));
    expect(two.data).toEqual(before);
  });

  test('who hold hands are two; each keeps their half of the bridge', () => {
    const joined = discs(
      400,
      200,
      [
        [100, 100, 60],
        [290, 100, 70],
      ],
      [[150, 230, 100]],
    );
    const left = onePerson(joined, at(100, 100))!;
    expect([alphaAt(left, 165, 100), alphaAt(left, 290, 100)]).toEqual([255, 0]);
    const right = onePerson(joined, at(290, 100))!;
    expect([alphaAt(right, 100, 100), alphaAt(right, 215, 100)]).toEqual([0, 255]);
  });

  test('who overlap stay together', () => {
    const close = discs(400, 200, [
      [140, 100, 60],
      [220, 100, 60],
    ]);
    expect(onePerson(close, at(140, 100))!.data).toEqual(close.data);
  });
});

test('a large picture is cut between people as evenly as a small one', () => {
  const large = discs(2400, 1200, [
    [600, 600, 300],
    [1700, 600, 400],
  ]);
  const right = onePerson(large, at(1700, 600))!;
  expect(alphaAt(right, 600, 600)).toBe(0);
  for (let x = 1250; x < 2200; x++) expect(alphaAt(right, x, 600)).toBe(alphaAt(large, x, 600));
});

test('somebody as thin as a strand is somebody', () => {
  const strand = discs(400, 200, [[100, 100, 60]], [[300, 380, 150]]);
  const one = onePerson(strand, at(340, 150))!;
  expect([alphaAt(one, 340, 150), alphaAt(one, 100, 100)]).toEqual([255, 0]);
});
