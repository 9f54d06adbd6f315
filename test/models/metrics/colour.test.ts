import { expect, it } from 'vitest';
import { colourError } from '../../../models/metrics/colour.ts';
import { paint } from '../../fixtures/pixels.ts';

const whole = (...colour: readonly number[]) => paint(4, 3, () => colour);

it('by hand: another colour under the same alpha weighs by alpha, on every ground', () => {
  const truth = whole(100, 50, 200, 51);
  expect(colourError(whole(110, 50, 200, 51), truth)).toBeCloseTo((0.2 * 10) / 3, 6);
});

it('by hand: another alpha under the same colour shows the ground', () => {
  // α 0.4 for 0.2: on white 0.2·(255 − F), on black 0.2·F, on green the two for each channel.
  const truth = whole(255, 0, 0, 51);
  const onWhite = [0, 51, 51];
  const onBlack = [51, 0, 0];
  const onGreen = [51, 51, 0];
  const mean = [...onWhite, ...onBlack, ...onGreen].reduce((sum, value) => sum + value, 0) / 9;
  expect(colourError(whole(255, 0, 0, 102), truth)).toBeCloseTo(mean, 6);
});

it('only the mixed band of the truth counts', () => {
  const truth = paint(3, 1, (x) => [10, 20, 30, [0, 255, 128][x]]);
  const found = paint(3, 1, (x) => [10, 20, x < 2 ? 200 : 30, [255, 0, 128][x]]);
  expect(colourError(found, truth)).toBe(0);
  expect(colourError(whole(1, 2, 3, 255), whole(9, 9, 9, 0))).toBe(0);
});

it('the colour error of pictures of two sizes is refused', () => {
  expect(() =>
    colourError(
      paint(4, 4, () => [0, 0, 0]),
      whole(0, 0, 0),
    ),
  ).toThrow(RangeError);
});
