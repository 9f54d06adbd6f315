/** A symmetric 3 × 3 matrix is kept as its six different fields: rr rg rb gg gb bb. */
export const SYMMETRIC = 6;

/**
 * The adjugate of a symmetric 3 × 3 matrix: its inverse times its determinant (Cramer's rule).
 *
 * @param to takes the adjugate, which is symmetric as well; not `m` itself.
 * @returns one over the determinant.
 */
export function adjugate(m: Float64Array, to: Float64Array): number {
  const rr = m[0];
  const rg = m[1];
  const rb = m[2];
  const gg = m[3];
  const gb = m[4];
  const bb = m[5];
  const c00 = gg * bb - gb * gb;
  const c01 = rb * gb - rg * bb;
  const c02 = rg * gb - rb * gg;
  to[0] = c00;
  to[1] = c01;
  to[2] = c02;
  to[3] = rr * bb - rb * rb;
  to[4] = rg * rb - rr * gb;
  to[5] = rr * gg - rg * rg;
  return 1 / (rr * c00 + rg * c01 + rb * c02);
}

/** A symmetric matrix times `(x, y, z)` times `scale`, into `to`. */
export function times(m: Float64Array, x: number, y: number, z: number, scale: number, to: Float64Array): void {
  to[0] = (m[0] * x + m[1] * y + m[2] * z) * scale;
  to[1] = (m[1] * x + m[3] * y + m[4] * z) * scale;
  to[2] = (m[2] * x + m[4] * y + m[5] * z) * scale;
}
