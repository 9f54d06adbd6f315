import type { Size } from '../../image/geometry.ts';
import { newRows, type Rows, rowOf } from '../../image/rows/rows.ts';
import { alphaEstimator, ringOf } from '../../matting/bayesian-alpha.ts';
import type { ColourModel } from '../../matting/colour-model.ts';
import { DETAIL } from '../../matting/foreground.ts';
import type { Refiner } from '../../matting/guided-filter.ts';

/** Told when a row is ready: `picture` has that row, and `matte` those up to `DETAIL` away. */
export type OnRow = (picture: Rows, matte: Rows, y: number) => void;

/**
 * From the rows of a picture to those of its final matte: refine → matting. As many rows are in memory as the widest look of
 * these needs, a hundred or so.
 *
 * @param isWanted rows that it declines are left out.
 * @returns takes the rows of the picture, from the first to the last; with the last one, all others are ready. It stops after each that is,
 *   so that none waits in memory for another.
 */
export function drawRows(
  size: Size,
  refiner: Refiner,
  model: ColourModel,
  onRow: OnRow,
  isWanted: (y: number) => boolean = () => true,
): (rows: Rows, y: number) => Generator<void, void> {
  const { width, height } = size;
  const ring = ringOf(size);
  const estimate = alphaEstimator(size, model);
  const pictures = newRows(size, 4, ring + DETAIL + 1);
  const refined = newRows(size, 1, 2 * ring + 1);
  const mattes = newRows(size, 1, 2 * DETAIL + 1);
  const isNearWanted = (y: number) => {
    for (let near = Math.max(0, y - DETAIL); near <= Math.min(height - 1, y + DETAIL); near++) {
      if (isWanted(near)) return true;
    }
    return false;
  };
  /** The next row to estimate, and the next that may be ready. */
  let [next, ready] = [0, 0];
  return function* draw(rows, y) {
    const from = rowOf(rows, y) * width * 4;
    pictures.data.set(rows.data.subarray(from, from + width * 4), rowOf(pictures, y) * width * 4);
    refiner.row(rows, y, refined);
    const isLast = y === height - 1;
    for (; next < height && (isLast || next + ring <= y); next++) {
      if (isNearWanted(next)) estimate(pictures, refined, next, mattes);
      for (; ready + DETAIL <= next || (ready <= next && next === height - 1); ready++) {
        if (isWanted(ready)) onRow(pictures, mattes, ready);
        yield;
      }
    }
  };
}
