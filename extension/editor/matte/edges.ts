import { blur, blurRadius, blurReach } from '../../../shared/image/box-filter.ts';
import { cropMatte } from '../../../shared/image/compose.ts';
import { copyBox } from '../../../shared/image/paste.ts';
import { type Matte, newMatte } from '../../../shared/image/picture.ts';
import type { Steps } from '../../../shared/steps.ts';
import { clip, grow } from '../pixels/rectangle.ts';

/** How a matte's outline is moved and softened, in pixels of the matte. */
export interface Edges {
  /** Outwards; inwards where negative. May be fractional. */
  readonly shift: number;
  /** Standard deviation of the blur; 0 for none. */
  readonly feather: number;
}

/** Side of the squares that are worked on one after the other. */
const SQUARE = 256;

/**
 * The matte with its outline moved and softened. Moving is grey dilation or erosion by a disc (Serra 1982), which keeps the shape of
 * a soft edge: hair stays hair. Softening is a blur by three running means. Outside the picture the matte goes on as it ends.
 *
 * @returns a matte of the same size.
 */
export function* adjustEdges(matte: Matte, { shift, feather }: Edges): Steps<Matte> {
  const { width, height } = matte;
  const result = newMatte(width, height);
  result.data.set(matte.data);
  const radius = blurRadius(feather);
  const reach = Math.ceil(Math.abs(shift)) + blurReach(radius);
  for (let y = 0; y < height; y += SQUARE) {
    for (let x = 0; x < width; x += SQUARE) {
      const square = clip({ x, y, width: SQUARE, height: SQUARE }, width, height)!;
      const seen = clip(grow(square, reach), width, height)!;
      const part = cropMatte(matte, seen);
      if (isFlat(part.data)) continue;
      const moved = soften(move(part, shift), radius);
      copyBox(moved, { ...square, x: square.x - seen.x, y: square.y - seen.y }, result, square, 1);
    }
    yield Math.min(1, (y + SQUARE) / height);
  }
  return result;
}

const isFlat = (data: Uint8ClampedArray): boolean => data.every((value) => value === data[0]);

function soften(matte: Matte, radius: number): Matte {
  if (radius === 0) return matte;
  const plane = Float32Array.from(matte.data);
  blur(plane, matte.width, matte.height, radius);
  return { ...matte, data: Uint8ClampedArray.from(plane) };
}

/** Between two discs of whole radii, a fractional shift lies in proportion. Eroding is dilating the complement. */
function move(matte: Matte, shift: number): Matte {
  if (shift === 0) return matte;
  if (shift < 0) return complement(move(complement(matte), -shift));
  const whole = Math.floor(shift);
  const share = shift - whole;
  const near = dilate(matte, whole);
  if (share === 0) return near;
  const far = dilate(matte, whole + 1);
  return { ...matte, data: near.data.map((value, i) => value + (far.data[i] - value) * share + 0.5) };
}

const complement = (matte: Matte): Matte => ({ ...matte, data: matte.data.map((value) => 255 - value) });

/** The largest value within a disc around each pixel. */
function dilate(matte: Matte, radius: number): Matte {
  if (radius === 0) return matte;
  const { width, height, data } = matte;
  const result = newMatte(width, height);
  // A disc is a stack of runs: for each run's half width, how many rows from the middle it lies.
  const rowsOf = Array.from({ length: radius + 1 }, (): number[] => []);
  for (let dy = -radius; dy <= radius; dy++) rowsOf[Math.floor(Math.sqrt(radius * radius - dy * dy))].push(dy);
  let [run, wider] = [new Uint8ClampedArray(width), new Uint8ClampedArray(width)];
  for (let y = 0; y < height; y++) {
    run.set(data.subarray(y * width, (y + 1) * width));
    for (let half = 0; half <= radius; half++) {
      for (const dy of rowsOf[half]) {
        if (y + dy < 0 || y + dy >= height) continue;
        const to = (y + dy) * width;
        for (let x = 0; x < width; x++) if (run[x] > result.data[to + x]) result.data[to + x] = run[x];
      }
      // Runs that lie one pixel to each side and touch in the middle make the next wider one.
      for (let x = 0; x < width; x++) {
        const sides = Math.max(run[Math.max(0, x - 1)], run[Math.min(width - 1, x + 1)]);
        wider[x] = half === 0 ? Math.max(run[x], sides) : sides;
      }
      [run, wider] = [wider, run];
    }
  }
  return result;
}
