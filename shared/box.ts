/**
 * Mean over a (2r+1)² window, clipped at the borders, by running sums: O(1) a pixel.
 *
 * @param plane `width * height` values, row-major; overwritten with the result.
 */
export function boxMean(plane: Float32Array, width: number, height: number, radius: number): void {
  const line = new Float32Array(width);
  for (let y = 0; y < height; y++) meanOfRow(plane, y * width, width, radius, line);
  meanOfColumns(plane, width, height, radius);
}

function meanOfRow(plane: Float32Array, start: number, n: number, r: number, line: Float32Array): void {
  line.set(plane.subarray(start, start + n));
  let sum = 0;
  for (let i = 0; i < Math.min(r, n); i++) sum += line[i];
  for (let i = 0; i < n; i++) {
    if (i + r < n) sum += line[i + r];
    if (i - r > 0) sum -= line[i - r - 1];
    plane[start + i] = sum / (Math.min(n - 1, i + r) - Math.max(0, i - r) + 1);
  }
}

/** All columns side by side, row after row, so that memory is read in order. */
function meanOfColumns(plane: Float32Array, width: number, height: number, r: number): void {
  const source = plane.slice();
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(r, height); y++) {
    for (let x = 0; x < width; x++) sums[x] += source[y * width + x];
  }
  for (let y = 0; y < height; y++) {
    const enters = y + r < height ? (y + r) * width : -1;
    const leaves = y - r > 0 ? (y - r - 1) * width : -1;
    const scale = 1 / (Math.min(height - 1, y + r) - Math.max(0, y - r) + 1);
    for (let x = 0; x < width; x++) {
      if (enters >= 0) sums[x] += source[enters + x];
      if (leaves >= 0) sums[x] -= source[leaves + x];
      plane[y * width + x] = sums[x] * scale;
    }
  }
}

/**
 * Smallest or largest value in a (2r+1)² window clipped at the borders (grey erosion or dilation), in place, by van
 * Herk's two passes (van Herk 1992): O(1) a pixel.
 */
export function boxExtreme(
  plane: Float32Array,
  width: number,
  height: number,
  radius: number,
  pick: 'min' | 'max',
): void {
  if (radius < 1) return;
  const padded = Math.max(width, height) + 2 * radius;
  const line: Line = { ahead: new Float32Array(padded), behind: new Float32Array(padded) };
  const sign = pick === 'max' ? 1 : -1;
  for (let y = 0; y < height; y++) maxOfLine(plane, y * width, 1, width, radius, sign, line);
  for (let x = 0; x < width; x++) maxOfLine(plane, x, width, height, radius, sign, line);
}

interface Line {
  readonly ahead: Float32Array;
  readonly behind: Float32Array;
}

/** A window as long as a block touches two blocks at most: the end of one, the beginning of the next. */
function maxOfLine(plane: Float32Array, start: number, step: number, n: number, r: number, sign: number, line: Line) {
  const { ahead, behind } = line;
  const block = 2 * r + 1;
  const padded = n + 2 * r;
  const value = (i: number) => (i < r || i >= n + r ? Number.NEGATIVE_INFINITY : sign * plane[start + (i - r) * step]);
  for (let i = 0; i < padded; i++) behind[i] = i % block === 0 ? value(i) : Math.max(behind[i - 1], value(i));
  for (let i = padded - 1; i >= 0; i--) {
    ahead[i] = i === padded - 1 || (i + 1) % block === 0 ? value(i) : Math.max(ahead[i + 1], value(i));
  }
  for (let i = 0; i < n; i++) plane[start + i * step] = sign * Math.max(ahead[i], behind[i + 2 * r]);
}
