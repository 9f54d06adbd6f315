/** Bilinear resize of one float plane, pixel centres at half integers, edges replicated. */
export function resizePlane(
  plane: Float32Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float32Array<ArrayBuffer> {
  if (width === toWidth && height === toHeight) return new Float32Array(plane);
  const result = new Float32Array(toWidth * toHeight);
  for (let y = 0; y < toHeight; y++) {
    const sourceY = Math.min(Math.max(((y + 0.5) * height) / toHeight - 0.5, 0), height - 1);
    const above = Math.trunc(sourceY) * width;
    const below = Math.min(Math.trunc(sourceY) + 1, height - 1) * width;
    const fy = sourceY - Math.trunc(sourceY);
    for (let x = 0; x < toWidth; x++) {
      const sourceX = Math.min(Math.max(((x + 0.5) * width) / toWidth - 0.5, 0), width - 1);
      const left = Math.trunc(sourceX);
      const right = Math.min(left + 1, width - 1);
      const fx = sourceX - left;
      const top = plane[above + left] + (plane[above + right] - plane[above + left]) * fx;
      const bottom = plane[below + left] + (plane[below + right] - plane[below + left]) * fx;
      result[y * toWidth + x] = top + (bottom - top) * fy;
    }
  }
  return result;
}
