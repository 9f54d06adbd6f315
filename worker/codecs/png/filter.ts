/** The predictor of PNG's fourth filter (PNG 3rd edition, 9.4). */
export function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const a = Math.abs(estimate - left);
  const b = Math.abs(estimate - up);
  const c = Math.abs(estimate - corner);
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/**
 * Undoes a row's filter in place.
 *
 * @param above the row before it, unfiltered; zeros before the first.
 * @param back bytes a pixel, at least 1.
 * @throws Error for a filter that is none.
 */
export function unfilter(filter: number, row: Uint8Array, above: Uint8Array, back: number): void {
  const n = row.length;
  if (filter === 0) return;
  if (filter === 1) for (let i = back; i < n; i++) row[i] += row[i - back];
  else if (filter === 2) for (let i = 0; i < n; i++) row[i] += above[i];
  else if (filter === 3) {
    for (let i = 0; i < n; i++) row[i] += ((i < back ? 0 : row[i - back]) + above[i]) >> 1;
  } else if (filter === 4) {
    for (let i = 0; i < Math.min(back, n); i++) row[i] += above[i];
    for (let i = back; i < n; i++) row[i] += paeth(row[i - back], above[i], above[i - back]);
  } else throw new Error('a PNG row with an unknown filter');
}
