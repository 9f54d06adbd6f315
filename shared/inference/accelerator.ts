import type { Size } from '../image/geometry.ts';
import type { Matte, Picture, Tensor } from '../image/picture.ts';
import type { RefineOptions } from '../matting/guided-filter.ts';
import type { InputSpec } from './catalog.ts';

/**
 * Does stages of the cutout where the network runs: on a GPU. Each gives what the function it is named for gives, within 2/255.
 * Results of one stage may be given to the next, and then stay on the device. Each throws `TooLarge` for a picture that the
 * device can't hold, and Error for whatever goes wrong.
 */
export interface Accelerator {
  /** Tells these kernels from others: the verdict on them is remembered by it. */
  readonly id: string;
  resize(picture: Picture, width: number, height: number): Promise<Picture>;
  toTensor(picture: Picture, spec: InputSpec, to: Size): Promise<Tensor>;
  veto(portrait: Tensor, lite: Tensor): Promise<Tensor>;
  /** `refineMatte`, `buildColourModel`, `estimateAlpha` and `estimateForeground`, with nothing read back in between. */
  makeCutout(
    coarse: Tensor,
    picture: Picture,
    options: RefineOptions,
    copy: Picture,
  ): Promise<{ readonly matte: Matte; readonly cutout: Picture }>;
  /** Tests all stages with a known picture. @returns what is wrong, in words; undefined where it can be trusted. */
  test(): Promise<string | undefined>;
  /** What the device itself has of one of its tensors. */
  read(tensor: Tensor): Promise<Tensor>;
  /** Frees what was kept between stages: the end of a job. */
  release(): void;
}

/** This picture is more than the device can hold; smaller ones are not. */
export class TooLarge extends Error {}
