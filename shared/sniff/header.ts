/** Picture formats that are read; the name is the MIME subtype, but for `svg` (`svg+xml`) and `ico` (`x-icon`). */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'bmp' | 'ico' | 'svg';

/** EXIF orientation; 1 is upright, 5 to 8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a format's own header says: pixels as stored, before EXIF orientation. */
export interface Header {
  readonly width: number;
  readonly height: number;
  /** 1 for AVIF, whose rotation is part of its decoding. */
  readonly orientation: Orientation;
  /** True when there is more than one frame; only the first is cut out. */
  readonly animated: boolean;
  /** Set when the file stops before its end mark: the decoder tells whether rows are missing. */
  readonly unfinished?: true;
  /** Where a GIF's first frame lies on its screen, when it does not fill it. */
  readonly frame?: Frame;
  /** Set when colours are stored multiplied by alpha. */
  readonly premultiplied?: true;
}

/** A rectangle in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What an encoded picture's own bytes say before any decoding. */
export interface Sniffed extends Header {
  readonly format: PictureFormat;
  /** Pixels as displayed, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
}
