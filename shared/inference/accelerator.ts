import type { Size } from '../image/geometry.ts';
import type { Matte, Picture, Tensor } from '../image/picture.ts';
import type { RefineOptions } from '../matting/guided-filter.ts';
import type { InputSpec } from './catalog.ts';

/**
 * Stages of the cutout done where the network runs (a GPU), each within 2/255 of the function it is named for. What they
 * are given may be their own results, which then need not travel. Each throws
 * `TooLarge` for a picture that the device can't hold, and Error for whatever goes wrong.
 */
export interface Accelerator {
  /** Tells these kernels from others, for a verdict to be remembered by. */
  readonly id: string;
  resize(picture: Picture, width: number, height: number): Promise<Picture>;
  toTensor(picture: Picture, spec: InputSpec, to: Size): Promise<Tensor>;
  veto(portrait: Tensor, lite: Tensor): Promise<Tensor>;
  /** `refineMatte`, `buildColourModel`, `estimateAlpha` and `estimateForeground`, with nothing read back in between. */
  makeCutout(
    coarse: Tensor,
    picture: Picture,
    options: RefineOptions,
    sized: Picture,
  ): Promise<{ readonly matte: Matte; readonly cutout: Picture }>;
  /** Has a known picture go through all of it. @returns what is wrong, in words; undefined where it can be trusted. */
  test(): Promise<string | undefined>;
  /** What the device itself holds of one of its tensors. */
  read(tensor: Tensor): Promise<Tensor>;
  /** Frees what was kept between stages: the end of a job. */
  release(): void;
}

/** This picture is more than the device can hold; smaller ones are not. */
export class TooLarge extends Error {}
