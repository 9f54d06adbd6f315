/**
 * Means of several fields at once over (2r+1)² windows clipped at the borders, by running sums: O(1) a value, no planes
 * in between.
 *
 * @param load puts the `fields * width` values of row `y`, fields innermost, into `row`; called once a row, in order.
 * @param visit is given the means of row `y` in the same layout, at most `radius` rows after it was loaded.
 */
export function windowMeans(
  width: number,
  height: number,
  radius: number,
  fields: number,
  load: (y: number, row: Float32Array) => void,
  visit: (y: number, means: Float32Array) => void,
): void {
  const length = width * fields;
  const span = 2 * radius + 1;
  const rows = Array.from({ length: Math.min(span, height + radius) }, () => new Float32Array(length));
  const columns = new Float64Array(length);
  const window = new Float64Array(fields);
  const means = new Float32Array(length);
  for (let entering = 0; entering < height + radius; entering++) {
    const row = rows[entering % span];
    if (entering >= span) for (let i = 0; i < length; i++) columns[i] -= row[i];
    if (entering < height) {
      load(entering, row);
      for (let i = 0; i < length; i++) columns[i] += row[i];
    } else row.fill(0);
    const y = entering - radius;
    if (y < 0) continue;
    const high = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    window.fill(0);
    for (let i = 0; i < Math.min(radius, width) * fields; i++) window[i % fields] += columns[i];
    for (let x = 0; x < width; x++) {
      const right = x + radius;
      const left = x - radius - 1;
      const wide = Math.min(width - 1, right) - Math.max(0, left + 1) + 1;
      const scale = 1 / (wide * high);
      for (let f = 0; f < fields; f++) {
        let sum = window[f];
        if (right < width) sum += columns[right * fields + f];
        if (left >= 0) sum -= columns[left * fields + f];
        window[f] = sum;
        means[x * fields + f] = sum * scale;
      }
    }
    visit(y, means);
  }
}

/** Mean of one plane over a (2r+1)² window, in place. */
export function boxMean(plane: Float32Array, width: number, height: number, radius: number): void {
  const load = (y: number, row: Float32Array) => row.set(plane.subarray(y * width, (y + 1) * width));
  windowMeans(width, height, radius, 1, load, (y, means) => plane.set(means, y * width));
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
