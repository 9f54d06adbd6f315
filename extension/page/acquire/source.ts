/** The encoded picture, and who may see it. */
export interface Acquired {
  readonly picture: Blob;
  /** The page itself could not read these bytes and must not come to. */
  readonly secret: boolean;
  /** Where it shows only a part of the element's box: CSS pixels from each side of it. */
  readonly inset?: Inset;
}

/** How far a picture lies within its element's box on each side, in CSS pixels. */
export interface Inset {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/**
 * Gets a picture's bytes in one way. Undefined where that way is not for this picture.
 *
 * @param refusal what the source before ended with.
 * @throws CutoutError with the sentence that says why not.
 */
export type Source<Target> = (target: Target, signal: AbortSignal, refusal: unknown) => Promise<Acquired | undefined>;
