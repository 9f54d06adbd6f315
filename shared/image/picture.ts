import type { Size } from './geometry.ts';

/** A decoded picture: RGBA8, row-major, upright, straight (not premultiplied) alpha, sRGB. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `width * height * 4` bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** One 8-bit alpha channel, row-major; 255 is foreground. */
export interface Matte {
  readonly width: number;
  readonly height: number;
  /** `width * height` bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A dense float tensor, `dims` outermost first. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** The size of what a tensor `[…, …, height, width]` shows. */
export const sizeOf = ({ dims }: Tensor): Size => ({ width: dims[3], height: dims[2] });

/** An sRGB colour, 0..255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A new transparent black picture. */
export const newPicture = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4),
});

/** A new matte, background everywhere. */
export const newMatte = (width: number, height: number): Matte => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height),
});
