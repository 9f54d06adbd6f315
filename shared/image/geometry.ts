/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels, its corner at the upper left. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}
