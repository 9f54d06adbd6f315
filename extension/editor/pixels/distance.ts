const FAR = 1e20;

/**
 * Squared Euclidean distances in linear time: to each pixel the smallest `cost[q] + |p − q|²` over all q, in place
 * (Felzenszwalb & Huttenlocher 2012, *Distance transforms of sampled functions*: lower envelopes of parabolas, columns
 * then rows).
 *
 * @param cost 0 at seeds, 1e20 where there is none; small values put a seed's rim between pixels.
 */
export function squaredDistances(cost: Float32Array, width: number, height: number): void {
  const longest = Math.max(width, height);
  const line = {
    values: new Float64Array(longest),
    vertices: new Int32Array(longest),
    bounds: new Float64Array(longest + 1),
  };
  for (let x = 0; x < width; x++) envelope(cost, x, width, height, line);
  for (let y = 0; y < height; y++) envelope(cost, y * width, 1, width, line);
}

interface Line {
  readonly values: Float64Array;
  readonly vertices: Int32Array;
  readonly bounds: Float64Array;
}

function envelope(plane: Float32Array, start: number, step: number, n: number, line: Line): void {
  const { values, vertices, bounds } = line;
  for (let i = 0; i < n; i++) values[i] = plane[start + i * step];
  let last = -1;
  for (let q = 0; q < n; q++) {
    if (values[q] >= FAR) continue;
    let from = Number.NEGATIVE_INFINITY;
    while (last >= 0) {
      const v = vertices[last];
      from = (values[q] + q * q - values[v] - v * v) / (2 * (q - v));
      if (from > bounds[last]) break;
      last--;
      from = Number.NEGATIVE_INFINITY;
    }
    last++;
    vertices[last] = q;
    bounds[last] = from;
  }
  if (last < 0) return;
  for (let i = 0, k = 0; i < n; i++) {
    while (k < last && bounds[k + 1] < i) k++;
    const away = i - vertices[k];
    plane[start + i * step] = values[vertices[k]] + away * away;
  }
}
