/** Mean of one plane over a (2r+1)² window clipped at the borders, in place, by running sums: O(1) a pixel. */
export function boxMean(plane: Float32Array, width: number, height: number, radius: number): void {
  if (radius < 1) return;
  const span = 2 * radius + 1;
  const rows = Array.from({ length: Math.min(span, height + radius) }, () => new Float32Array(width));
  /** Sums of the rows in the window, with nothing on both sides of them. */
  const columns = new Float64Array(width + span);
  const scale = sharesOf(width, radius);
  const rowScale = sharesOf(height, radius);
  for (let entering = 0; entering < height + radius; entering++) {
    const row = rows[entering % span];
    if (entering >= span) for (let x = 0; x < width; x++) columns[x + radius + 1] -= row[x];
    if (entering < height) {
      row.set(plane.subarray(entering * width, (entering + 1) * width));
      for (let x = 0; x < width; x++) columns[x + radius + 1] += row[x];
    } else row.fill(0);
    const y = entering - radius;
    if (y < 0) continue;
    let window = 0;
    for (let i = 0; i < span; i++) window += columns[i];
    for (let x = 0, at = y * width; x < width; x++, at++) {
      window += columns[x + span] - columns[x];
      plane[at] = window * rowScale[y] * scale[x];
    }
  }
}

/** One over how many places of a (2r+1) window lie inside, for each place along an axis. */
export const sharesOf = (length: number, radius: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 1 / (Math.min(length - 1, i + radius) - Math.max(0, i - radius) + 1));

/**
 * Smallest or largest value in a (2r+1)² window clipped at the borders (grey erosion or dilation), in place: windows of
 * twice the length each pass, along one axis and then the other.
 */
export function boxExtreme(
  plane: Float32Array,
  width: number,
  height: number,
  radius: number,
  pick: 'min' | 'max',
): void {
  if (radius < 1) return;
  const extend = pick === 'max' ? raise : lower;
  const stride = width + 2 * radius;
  const outside = pick === 'max' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const padded = new Float32Array(stride * (height + 2 * radius)).fill(outside);
  for (let y = 0; y < height; y++) {
    padded.set(plane.subarray(y * width, (y + 1) * width), (y + radius) * stride + radius);
  }
  for (const step of [1, stride]) {
    let reached = 1;
    for (; reached * 2 <= 2 * radius + 1; reached *= 2) extend(padded, reached * step);
    extend(padded, (2 * radius + 1 - reached) * step);
  }
  for (let y = 0; y < height; y++) plane.set(padded.subarray(y * stride, y * stride + width), y * width);
}

/** Each value, in order, becomes the larger of it and the one `by` places after it. */
function raise(values: Float32Array, by: number): void {
  for (let i = 0, end = values.length - by; i < end; i++) {
    const other = values[i + by];
    if (other > values[i]) values[i] = other;
  }
}

/** Each value, in order, becomes the smaller of it and the one `by` places after it. */
function lower(values: Float32Array, by: number): void {
  for (let i = 0, end = values.length - by; i < end; i++) {
    const other = values[i + by];
    if (other < values[i]) values[i] = other;
  }
}

/** How many running means make a blur; close to a Gaussian (the central limit theorem). */
const MEANS = 3;

/** Radius of each of the running means: three over 2r+1 have the variance of a Gaussian with σ² = r(r+1). */
export const blurRadius = (sigma: number): number => Math.round((Math.sqrt(1 + 4 * sigma * sigma) - 1) / 2);

/** How far a blur of this radius reaches, in pixels. */
export const blurReach = (radius: number): number => MEANS * radius;

/** Blurs a plane in place, by running means of `radius`; 0 leaves it as it is. */
export function blur(plane: Float32Array, width: number, height: number, radius: number): void {
  for (let pass = 0; pass < MEANS; pass++) boxMean(plane, width, height, radius);
}
