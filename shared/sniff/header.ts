/** Picture formats that are read; the name is the MIME subtype, but for `svg` (`svg+xml`) and `ico` (`x-icon`). */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'bmp' | 'ico' | 'svg';

/** EXIF orientation; 1 is upright, 5 to 8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a format's own header says: pixels as stored, before EXIF orientation. */
export interface Header {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly animated: boolean;
}
