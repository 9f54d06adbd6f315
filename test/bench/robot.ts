import { squaredDistances } from '../../extension/editor/pixels/distance.ts';
import type { Box, Size } from '../../shared/image/geometry.ts';
import type { Matte } from '../../shared/image/picture.ts';
import type { SmartStroke } from '../../shared/select/stroke-cells.ts';

/** A hand that is told the truth: it draws the boxes and strokes of benches and tests (after Nickisch et al. 2010). */

/** The box around what is at least half there, each side moved outwards by a share of the box, within the picture. */
export function looseBox({ width, height, data }: Matte, looseness: number): Box {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < 128) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  const [across, down] = [(right - left) * looseness, (bottom - top) * looseness];
  const x = Math.max(0, left - across);
  const y = Math.max(0, top - down);
  return { x, y, width: Math.min(width, right + across) - x, height: Math.min(height, bottom + down) - y };
}

/**
 * The stroke through the middle of the largest wrong region: from its deepest place straight to the farthest place that is
 * about as deep. Undefined where nothing is wrong.
 */
export function strokeInto(found: Matte, truth: Matte): SmartStroke | undefined {
  const { width, height } = truth;
  const wrong = truth.data.map((value, i) => Number(value > 127 !== found.data[i] > 127));
  const region = largestRegion(wrong, found, truth);
  if (!region) return undefined;
  const depth = squaredDepth(region, truth);
  let deepest = 0;
  for (let i = 0; i < depth.length; i++) if (depth[i] > depth[deepest]) deepest = i;
  const at = (i: number) => ({ x: i % width, y: Math.floor(i / width) });
  const from = at(deepest);
  let end = from;
  for (let i = 0; i < depth.length; i += 7) {
    if (depth[i] < depth[deepest] / 4) continue;
    const to = at(i);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length <= Math.hypot(end.x - from.x, end.y - from.y)) continue;
    const count = Math.ceil(length);
    const isInside = Array.from({ length: count }, (_, k) => k / count).every((t) => {
      const [x, y] = [Math.round(from.x + t * (to.x - from.x)), Math.round(from.y + t * (to.y - from.y))];
      return depth[y * width + x] >= depth[deepest] / 4;
    });
    if (isInside) end = to;
  }
  // A brush of a hundredth of the picture, where there is room for it.
  const radius = Math.max(1, Math.min(Math.sqrt(depth[deepest]) / 2, Math.max(width, height) / 100));
  return {
    mode: truth.data[deepest] > 127 ? 'keep' : 'remove',
    points: [from, end].map(({ x, y }) => ({ x: x + 0.5, y: y + 0.5, radius })),
  };
}

/** The largest region of wrong pixels of one kind that hang together. */
function largestRegion(wrong: Uint8ClampedArray, found: Matte, { width }: Size): Uint8Array | undefined {
  const labels = new Int32Array(wrong.length);
  let best = { label: 0, count: 0 };
  let label = 0;
  for (let start = 0; start < wrong.length; start++) {
    if (!wrong[start] || labels[start]) continue;
    const kind = found.data[start] > 127;
    labels[start] = ++label;
    const open = [start];
    let count = 0;
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      count++;
      const x = i % width;
      for (const next of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (!wrong[next] || labels[next] || found.data[next] > 127 !== kind) continue;
        labels[next] = label;
        open.push(next);
      }
    }
    if (count > best.count) best = { label, count };
  }
  return best.count > 0 ? Uint8Array.from(labels, (each) => Number(each === best.label)) : undefined;
}

function squaredDepth(region: Uint8Array, { width, height }: Size): Float32Array {
  const depth = Float32Array.from(region, (is) => (is ? 1e20 : 0));
  squaredDistances(depth, width, height);
  return depth.map((value) => (value > 1e15 ? 1e6 : value));
}
