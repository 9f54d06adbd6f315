import { inverse, type Matrix, times } from './space.ts';

/** x and y of white, red, green and blue. */
export type Chromaticities = readonly number[];

const D65 = [0.3127, 0.329] as const;
export const BT709: Chromaticities = [...D65, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06];

/** Bradford's cone responses, in which white is adapted to. */
const BRADFORD: Matrix = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];

/** X, Y and Z of a chromaticity whose Y is 1. */
const xyz = (x: number, y: number): readonly number[] => [x / y, 1, (1 - x - y) / y];

const apply = (m: Matrix, [a, b, c]: readonly number[]): readonly number[] =>
  [0, 3, 6].map((row) => m[row] * a + m[row + 1] * b + m[row + 2] * c);

/** From linear RGB to XYZ under the space's own white. */
function toXyz([wx, wy, ...primaries]: Chromaticities): Matrix {
  const columns = [0, 2, 4].map((i) => xyz(primaries[i], primaries[i + 1]));
  const unscaled = [0, 1, 2].flatMap((row) => columns.map((column) => column[row]));
  const scale = apply(inverse(unscaled), xyz(wx, wy));
  return unscaled.map((value, i) => value * scale[i % 3]);
}

/** From linear RGB of these primaries to linear sRGB, white to white; undefined where the numbers make no space. */
export function toLinearSrgb(chromaticities: Chromaticities): Matrix | undefined {
  const [wx, wy] = chromaticities;
  const [from, to] = [apply(BRADFORD, xyz(wx, wy)), apply(BRADFORD, xyz(...D65))];
  const scaled = BRADFORD.map((value, i) => (value * to[Math.trunc(i / 3)]) / from[Math.trunc(i / 3)]);
  const adapt = times(inverse(BRADFORD), scaled);
  const matrix = times(inverse(toXyz(BT709)), times(adapt, toXyz(chromaticities)));
  return matrix.every(Number.isFinite) ? matrix : undefined;
}
