import type { Timings } from '../../../../shared/pipeline/stages.ts';

/** What a contender makes of a picture. */
export interface Cut {
  /** PNG with alpha at the picture's size; undefined when nobody was found. */
  readonly cutout: Blob | undefined;
  /** Where the time went, from those who tell. */
  readonly milliseconds?: Timings;
}

/**
 * A library as a page uses it; what it needs is loaded with the first call and kept.
 *
 * @param onVisible for those that show something before they are done.
 */
export type CutOut = (picture: Blob, onVisible: (preview: Blob) => void) => Promise<Cut>;
