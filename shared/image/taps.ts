/** For each of a row of points: the two source pixels around it and the share of the second. */
export interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/**
 * Taps at `from + (i + 0.5) * step` for `count` points, in a source of `size` pixels; its edges are replicated.
 *
 * @param nearest take the nearest pixel alone, for views so close that pixels are to be seen.
 */
export function newTaps(count: number, from: number, step: number, size: number, nearest = false): Taps {
  const taps = { first: new Int32Array(count), second: new Int32Array(count), share: new Float32Array(count) };
  for (let i = 0; i < count; i++) {
    const at = Math.min(Math.max(from + (i + 0.5) * step - 0.5, 0), size - 1);
    const first = nearest ? Math.round(at) : Math.trunc(at);
    taps.first[i] = first;
    taps.second[i] = nearest ? first : Math.min(first + 1, size - 1);
    taps.share[i] = nearest ? 0 : at - first;
  }
  return taps;
}

/** Row `y` of the points of a plane into `row`. */
export function samplePlaneRow(
  { width, data }: { readonly width: number; readonly data: ArrayLike<number> },
  down: Taps,
  y: number,
  across: Taps,
  row: Float32Array | Uint8ClampedArray,
): void {
  const above = down.first[y] * width;
  const below = down.second[y] * width;
  const fy = down.share[y];
  for (let x = 0; x < across.first.length; x++) {
    const left = across.first[x];
    const right = across.second[x];
    const fx = across.share[x];
    const top = data[above + left] + (data[above + right] - data[above + left]) * fx;
    const bottom = data[below + left] + (data[below + right] - data[below + left]) * fx;
    row[x] = top + (bottom - top) * fy;
  }
}
