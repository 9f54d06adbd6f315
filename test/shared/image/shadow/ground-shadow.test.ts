import { describe, expect, test } from 'vitest';
import { newMatte } from '../../../../shared/image/picture.ts';
import { groundShadow } from '../../../../shared/image/shadow/ground-shadow.ts';

/** A post of 20 × 100 pixels, whose foot is at 150. */
function post() {
  const shape = newMatte(200, 200);
  for (let y = 50; y < 150; y++) shape.data.fill(255, y * 200 + 90, y * 200 + 110);
  return shape;
}
const SHARP = { lean: 0, blur: 0, opacity: 0.5 };

/** The shadow's alpha at a pixel of the shape. */
const shadowOf = (shadow: Parameters<typeof groundShadow>[1], scale = 1) => {
  const { alpha, area } = groundShadow(post(), shadow, scale)!;
  return (x: number, y: number) => {
    const [column, row] = [x - area.x, y - area.y];
    const isIn = column >= 0 && row >= 0 && column < area.width && row < area.height;
    return isIn ? alpha.data[row * area.width + column] : 0;
  };
};

describe('a shadow on the ground', () => {
  test('lies at the feet, a fifth as long as the figure is high, and fades towards the crown', () => {
    const at = shadowOf(SHARP);
    expect(at(100, 148)).toBeGreaterThan(110);
    expect(at(100, 134)).toBeGreaterThan(40);
    expect(at(100, 134)).toBeLessThan(at(100, 148));
    expect(at(100, 128)).toBe(0);
    expect([at(85, 148), at(115, 148)]).toEqual([0, 0]);
  });

  test('leans to either side, with the feet where they are', () => {
    const [right, left] = [shadowOf({ ...SHARP, lean: 0.5 }), shadowOf({ ...SHARP, lean: -0.5 })];
    for (const at of [right, left]) expect(at(100, 150)).toBeGreaterThan(100);
    expect(right(145, 134)).toBeGreaterThan(40);
    expect(right(55, 134)).toBe(0);
    expect(left(55, 134)).toBeGreaterThan(40);
  });

  test('is blurred as far as is wanted, on a small copy by as much less', () => {
    expect(shadowOf({ ...SHARP, blur: 4 })(85, 145)).toBeGreaterThan(0);
    expect(shadowOf({ ...SHARP, blur: 4 }, 0.1)(85, 145)).toBe(0);
  });

  test('is none where nobody is', () => {
    expect(groundShadow(newMatte(40, 40), SHARP, 1)).toBeUndefined();
  });
});
