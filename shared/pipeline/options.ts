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

/** What can be chosen: `auto` is fine where both networks run on a GPU, and fast elsewhere. */
export const QUALITY_CHOICES = ['auto', ...QUALITIES] as const;
export type QualityChoice = (typeof QUALITY_CHOICES)[number];

/** Told the evidence in each view, and how to look for a face there, before it is decided: for measuring. */
export type OnEvidence = (evidence: Evidence, face: FaceOdds) => void | Promise<void>;

/** What is wanted of a cutout. */
export interface CutoutOptions {
  /** Which network draws the matte; default `portrait-s`. */
  readonly network?: MatteNetwork | undefined;
  /**
   * `fast`: one network draws the matte. `fine`: MODNet draws the outlines of what the others found, which takes a second
   * look at full cost. Default: fine where both run on a GPU, fast elsewhere. It is fast where MODNet does not run.
   */
  readonly quality?: Quality | undefined;
  /** Of each person only this part; all of them by default. There is no preview then. */
  readonly part?: Part | undefined;
  /** Whether that is the part of everybody, the default, or of the person alone whose part is largest. */
  readonly everyone?: boolean | undefined;
  /** The pictures that this one follows: a network of one's own may be given the matte of the one before. */
  readonly sequence?: Sequence | undefined;
  /** A smaller copy of the picture for the first look, where the host has one sooner; made here by default. */
  readonly small?: Picture | undefined;
  /** Most parts of the picture that are looked at by themselves, where a host has room for few: 1 to 4, the default. */
  readonly mostParts?: number | undefined;
  /** Most pixels of the input up close, in place of the backend's own. */
  readonly maxInputPixels?: number | undefined;
}

/** What a host is told while a cutout is made, and how it ends it. */
export interface CutoutHooks {
  readonly signal?: Signal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onEvidence?: OnEvidence | undefined;
  /** A small cutout by the lite network; portrait runs, and may block this thread, only after it was delivered. */
  readonly onPreview?: ((preview: Picture) => void | Promise<void>) | undefined;
}
