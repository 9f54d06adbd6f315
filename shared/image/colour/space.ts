/** A function of one number. */
export type Curve = (value: number) => number;

/** Three rows of three. */
export type Matrix = readonly number[];

/** How the numbers of a picture become light. */
export interface ColourSpace {
  /** From a channel's number, 0..1, to linear light, 0..1; above 1 is brighter than white. */
  readonly curves: readonly [red: Curve, green: Curve, blue: Curve];
  /** From linear light in this space to linear sRGB; undefined where that changes nothing. */
  readonly matrix: Matrix | undefined;
  /** For light brighter than white: what is left to do with the three linear channels, in place, before the matrix. */
  readonly display?: (light: Float64Array) => void;
  /** Set where the profile also holds tables, which say it better than curves and matrix do. */
  readonly approximate?: true;
}

/** sRGB's own curve (IEC 61966-2-1). */
export const linearOfSrgb: Curve = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** The inverse of `linearOfSrgb`. */
export const srgbOfLinear: Curve = (light) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);

/** `a` after `b`. */
export const times = (a: Matrix, b: Matrix): Matrix =>
  Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [Math.trunc(i / 3) * 3, i % 3];
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });

/** A matrix's inverse; of numbers that are not finite where it has none. */
export function inverse(m: Matrix): Matrix {
  const cofactor = (i: number, j: number) => {
    const at = (row: number, column: number) => m[((i + row) % 3) * 3 + ((j + column) % 3)];
    return at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1);
  };
  const determinant = m[0] * cofactor(0, 0) + m[1] * cofactor(0, 1) + m[2] * cofactor(0, 2);
  return Array.from({ length: 9 }, (_, i) => cofactor(i % 3, Math.trunc(i / 3)) / determinant);
}
