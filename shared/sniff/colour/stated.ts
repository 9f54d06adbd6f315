/** An ICC profile; cut short where it is far longer than profiles are. */
export interface StatedProfile {
  readonly kind: 'icc';
  readonly profile: Uint8Array;
}

/** Coding-independent code points (ITU-T H.273): what primaries and what transfer function. */
export interface StatedCodePoints {
  readonly kind: 'cicp';
  readonly primaries: number;
  readonly transfer: number;
  /** False where black is 16 and white 235 of 255. */
  readonly isFullRange: boolean;
}

/** What PNG's gAMA and cHRM chunks say. */
export interface StatedGamma {
  readonly kind: 'gamma';
  /** Exponent from light to number, such as 1/2.2; undefined where only the chromaticities are stated. */
  readonly exponent: number | undefined;
  /** x and y of white, red, green and blue. */
  readonly chromaticities: readonly number[] | undefined;
}

/** What a file says of its colours; without any of it they are sRGB. */
export type StatedColour = StatedProfile | StatedCodePoints | StatedGamma;

/** What a format's own reader finds. */
export interface Found {
  readonly stated: StatedColour;
  /** Whether the pixels are stored as one channel of grey. */
  readonly isGrey: boolean;
}
