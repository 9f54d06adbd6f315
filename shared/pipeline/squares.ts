import { crop } from '../image/compose.ts';
import type { Box, Size } from '../image/geometry.ts';
import type { Picture, Tensor } from '../image/picture.ts';
import { toTensor } from '../inference/tensor.ts';
import { weighted } from '../person/person-probability.ts';
import { drive } from '../steps.ts';
import type { Job } from './view.ts';

/** A picture whose sides differ by less than this is nearly square. */
const SQUARE = 1.1;
/** No more squares than these: in longer pictures they become oblongs. */
const MOST = 5;

/** Overlapping squares that cover a picture, along its longer side: neighbours share about half of each. */
export function squaresOf({ width, height }: Size): Box[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (long < SQUARE * short) return [{ x: 0, y: 0, width, height }];
  const count = Math.min(MOST, Math.ceil((2 * long) / short) - 1);
  const side = Math.max(short, Math.ceil((2 * long) / (count + 1)));
  return Array.from({ length: count }, (_, i) => {
    const at = Math.round(((long - side) * i) / (count - 1));
    return width > height ? { x: at, y: 0, width: side, height } : { x: 0, y: at, width, height: side };
  });
}

/**
 * Has lite look at squares of a picture, and joins the answers. Lite's input is a square. In a picture of another shape it would
 * see people squashed, and know them less well (models/LOG.md).
 *
 * @param copies the picture in one or more sizes; the answers for all of them are averaged.
 * @returns alpha `[1, 1, height, width]` of the picture, its short side as long as lite's input, its long side at most {@link MOST} times as long.
 */
export async function lookBySquares(copies: readonly Picture[], job: Job): Promise<Tensor> {
  const looks: Tensor[] = [];
  for (const copy of copies) looks.push(await lookAt(copy, job));
  return weighted(
    looks,
    looks.map(() => 1 / looks.length),
    looks[0],
  );
}

async function lookAt(picture: Picture, { engine, stages: { signal } }: Job): Promise<Tensor> {
  const spec = engine.inputOf('lite');
  const side = spec.size.policy === 'fixed' ? spec.size.width : spec.size.shortSide;
  const scale = Math.min(
    side / Math.min(picture.width, picture.height),
    (MOST * side) / Math.max(picture.width, picture.height),
  );
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(1, Math.round(length * scale)));
  const sum = new Float32Array(width * height);
  const weight = new Float32Array(width * height);
  for (const square of squaresOf({ width, height })) {
    const box = scaled(square, 1 / scale, picture);
    const input = await drive(toTensor(crop(picture, box), spec, { width: side, height: side }), signal);
    add(await engine.infer('lite', input, signal), square, sum, weight, width);
  }
  return { dims: [1, 1, height, width], data: sum.map((value, i) => value / weight[i]) };
}

/** Adds an answer in its square, with less weight the nearer to the square's border: neighbours meet without a seam. */
function add({ dims, data }: Tensor, box: Box, sum: Float32Array, weight: Float32Array, width: number): void {
  const [rows, columns] = [dims[2], dims[3]];
  for (let y = 0; y < box.height; y++) {
    const row = Math.trunc(((y + 0.5) * rows) / box.height) * columns;
    for (let x = 0; x < box.width; x++) {
      const counts = Math.min(x + 1, box.width - x, y + 1, box.height - y);
      const at = (box.y + y) * width + box.x + x;
      sum[at] += counts * data[row + Math.trunc(((x + 0.5) * columns) / box.width)];
      weight[at] += counts;
    }
  }
}

function scaled(box: Box, by: number, within: Size): Box {
  const [x, y] = [Math.floor(box.x * by), Math.floor(box.y * by)];
  return {
    x,
    y,
    width: Math.min(within.width - x, Math.ceil(box.width * by)),
    height: Math.min(within.height - y, Math.ceil(box.height * by)),
  };
}
