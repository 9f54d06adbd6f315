/** The predictor of PNG's fourth filter (PNG 3rd edition, 9.4). */
export function paeth(left: number, up: number, corner: number): number {
  // How far each is from left + up - corner.
  const a = Math.abs(up - corner);
  const b = Math.abs(left - corner);
  const c = Math.abs(left + up - 2 * corner);
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
  const undo = UNDO[filter];
  if (!undo) throw new Error('a PNG row with an unknown filter');
  undo(row, above, back);
}

const UNDO: readonly ((row: Uint8Array, above: Uint8Array, back: number) => void)[] = [
  () => {},
  (row, _, back) => {
    for (let i = back; i < row.length; i++) row[i] += row[i - back];
  },
  (row, above) => {
    for (let i = 0; i < row.length; i++) row[i] += above[i];
  },
  (row, above, back) => {
    for (let i = 0; i < back; i++) row[i] += above[i] >> 1;
    for (let i = back; i < row.length; i++) row[i] += (row[i - back] + above[i]) >> 1;
  },
  (row, above, back) => {
    for (let i = 0; i < back; i++) row[i] += above[i];
    for (let i = back; i < row.length; i++) row[i] += paeth(row[i - back], above[i], above[i - back]);
  },
];
