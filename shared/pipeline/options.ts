import type { Picture } from '../image/picture.ts';
import type { MatteNetwork } from '../inference/catalog.ts';
import type { Sequence } from '../inference/own/sequence.ts';
import type { FaceOdds } from '../person/decide.ts';
import type { Evidence } from '../person/evidence.ts';
import type { Part } from '../person/part.ts';
import type { Signal } from '../signal.ts';
import type { OnProgress } from './stages.ts';

/** How much time is spent on outlines. */
export const QUALITIES = ['fast', 'fine'] as const;
export type Quality = (typeof QUALITIES)[number];

/** The choices for people: `auto` is fine if both networks run on a GPU, and otherwise fast. */
export const QUALITY_CHOICES = ['auto', ...QUALITIES] as const;
export type QualityChoice = (typeof QUALITY_CHOICES)[number];

/** Called with the evidence of each view, and its face detector, before the decision; for measurements. */
export type OnEvidence = (evidence: Evidence, face: FaceOdds) => void | Promise<void>;

/** The options of a cutout. */
export interface CutoutOptions {
  /** Which network draws the matte; default `portrait-s`. */
  readonly network?: MatteNetwork | undefined;
  /**
   * `fast`: one network draws the matte. `fine`: MODNet also runs, and draws the outlines of the people that the others
   * found. Default: fine if both run on a GPU, otherwise fast. If MODNet can't run, it is fast.
   */
  readonly quality?: Quality | undefined;
  /** Only this part of the people; by default whole people. A part has no preview. */
  readonly part?: Part | undefined;
  /** Whether to keep the part of everybody (the default) or only of the person whose part is largest. */
  readonly everyone?: boolean | undefined;
  /** The sequence of frames that this picture belongs to: a network of the person's own may get the previous frame's matte. */
  readonly sequence?: Sequence | undefined;
  /** A smaller copy of the picture for the preview, if the host has one earlier; by default it is made here. */
  readonly small?: Picture | undefined;
  /**
   * The most parts of the picture that are enlarged, if a host has little memory or time: 1 to 4 (the default). A collage of more photographs is then seen whole; by
   * default it may have 12.
   */
  readonly mostParts?: number | undefined;
  /** Lowers the most pixels of a network's input. */
  readonly maxInputPixels?: number | undefined;
}

/** Callbacks during a job, and the signal that cancels it. */
export interface CutoutHooks {
  readonly signal?: Signal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onEvidence?: OnEvidence | undefined;
  /** A small cutout by lite's matte. portrait-s runs, and may block this thread, only after this was awaited. */
  readonly onPreview?: ((preview: Picture) => void | Promise<void>) | undefined;
}
