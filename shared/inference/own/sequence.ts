import type { Size } from '../../image/geometry.ts';
import type { Tensor } from '../../image/picture.ts';

/** Pictures that follow one another, as the frames of a video do: each can be drawn with the matte of the one before. */
export interface Sequence {
  /** The matte of the frame before: alpha `[1, 1, …]`, 0..1; undefined for a first one, and where the frames' size has changed. */
  before(frame: Size): Tensor | undefined;
  /** Keeps a frame's matte for the next. */
  keep(frame: Size, matte: Tensor): void;
}

/** Begins a sequence; it holds one matte. */
export function createSequence(): Sequence {
  let last: { readonly size: Size; readonly matte: Tensor } | undefined;
  return {
    before: ({ width, height }) => (last?.size.width === width && last.size.height === height ? last.matte : undefined),
    keep({ width, height }, { dims, data }) {
      last = { size: { width, height }, matte: { dims, data: new Float32Array(data) } };
    },
  };
}
