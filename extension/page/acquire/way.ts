/** The encoded picture, and who may see it. */
export interface Acquired {
  readonly picture: Blob;
  /** The page itself could not read these bytes and must not come to. */
  readonly secret: boolean;
  /** Where it shows only a part of the element's box: CSS pixels from each side of it. */
  readonly inset?: Inset;
}

export interface Inset {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/**
 * One way to a picture's bytes. Undefined where it is not for this picture, with nothing to say about it.
 *
 * @param refusal what the ways before ended with.
 * @throws CutoutError with the sentence that says why not.
 */
export type Way<Target> = (target: Target, signal: AbortSignal, refusal: unknown) => Promise<Acquired | undefined>;
