import { movesOf } from '../../../shared/image/orient.ts';
import type { Orientation } from '../../../shared/sniff/header.ts';
import type { Blocks } from './block-index.ts';
import type { Frame } from './frame.ts';
import { inverseDct } from './idct.ts';

/** The samples of one component, upright, with the file's whole MCUs: its rows are kept in turn. */
export interface Plane {
  readonly data: Uint8ClampedArray;
  /** Samples of a row, and rows that are kept. */
  readonly width: number;
  readonly kept: number;
  /** The samples that are the picture's. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** How much smaller than the picture it is, across and down. */
  readonly narrower: number;
  readonly lower: number;
  /** How the file's own rows and columns became these (see `movesOf`). */
  readonly moves: ReturnType<typeof movesOf>;
}

/** All samples of a JPEG, upright, of which the latest rows are in memory. */
export interface Planes {
  readonly planes: readonly Plane[];
  /** Turns the coefficients of `mcus` MCUs, which begin with MCU `mcu` of row `row`, into samples. */
  put(blocks: Blocks, row: number, mcu: number, mcus: number): void;
}

/**
 * @param thick how many rows of the upright picture come at a time; twice as many are kept.
 */
export function newPlanes(frame: Frame, orientation: Orientation, thick: number): Planes {
  const moves = movesOf(orientation);
  const [swap, mirrorX, mirrorY] = moves;
  const planes = frame.components.map(({ across, down, samples }): Plane => {
    const stored = { width: frame.mcusAcross * across * 8, height: frame.mcusDown * down * 8 };
    const [width, height] = swap ? [stored.height, stored.width] : [stored.width, stored.height];
    const [wide, high] = swap ? [samples.height, samples.width] : [samples.width, samples.height];
    const factors = [frame.across / across, frame.down / down];
    const [narrower, lower] = swap ? factors.reverse() : factors;
    const kept = Math.min(height, (2 * thick) / lower);
    const left = mirrorX ? width - wide : 0;
    const top = mirrorY ? height - high : 0;
    const data = new Uint8ClampedArray(width * kept);
    return { data, width, kept, left, right: left + wide - 1, top, bottom: top + high - 1, narrower, lower, moves };
  });
  const heights = frame.components.map(({ across, down }) =>
    swap ? frame.mcusAcross * across * 8 : frame.mcusDown * down * 8,
  );
  const put = (blocks: Blocks, row: number, mcu: number, mcus: number): void => {
    for (let i = 0; i < planes.length; i++) {
      const { across, down, steps } = frame.components[i];
      if (!steps) throw new Error('a JPEG without the steps of a component');
      const { data, width, kept } = planes[i];
      for (let v = 0; v < down; v++) {
        for (let h = 0; h < mcus * across; h++) {
          const [x, y] = [(mcu * across + h) * 8, (row * down + v) * 8];
          const [u, w] = swap ? [y, x] : [x, y];
          const column = mirrorX ? width - 1 - u : u;
          const line = (mirrorY ? heights[i] - 1 - w : w) % kept;
          const [stepX, stepY] = [mirrorX ? -1 : 1, mirrorY ? -width : width];
          const first = line * width + column;
          const at = (v * mcus * across + h) * 64;
          inverseDct(blocks[i], at, steps, data, first, swap ? stepX : stepY, swap ? stepY : stepX);
        }
      }
    }
  };
  return { planes, put };
}
