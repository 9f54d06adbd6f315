import { CutoutError } from '../errors.ts';

/** Largest encoded picture, in bytes. */
export const MAX_BYTES = 100_000_000;

/** Most pixels of a picture: 50 megapixels, 200 MB as RGBA, well within the 16,384² that desktop canvases allow. */
export const MAX_PIXELS = 50_000_000;

/** Longest side in pixels: what graphics hardware commonly takes as one texture, and within every browser's canvas side. */
export const MAX_SIDE = 16_384;

/** Shortest side in pixels in which a person could be seen. */
export const MIN_SIDE = 16;

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const grouped = (value: number): string => numbers.format(value);

/** @throws CutoutError `too-large` for a file of more than `MAX_BYTES`. */
export function checkBytes(length: number): void {
  if (length <= MAX_BYTES) return;
  const facts = [`${grouped(length / 1e6)} MB`, `${grouped(MAX_BYTES / 1e6)} MB`] as const;
  throw new CutoutError(
    'too-large',
    `The file has ${facts[0]} and the limit is ${facts[1]}; save a smaller copy first.`,
    { facts },
  );
}

/** @throws CutoutError `too-large` or `too-small`, with the picture's size and the limit. */
export function checkSize(width: number, height: number): void {
  const size = `${grouped(width)} × ${grouped(height)} pixels`;
  if (Math.max(width, height) > MAX_SIDE) {
    throw new CutoutError(
      'too-large',
      `The picture has ${size} and the limit is ${grouped(MAX_SIDE)} pixels a side; save a smaller copy first.`,
      { facts: [`${width} × ${height} px`, `${MAX_SIDE} × ${MAX_SIDE} px`] },
    );
  }
  if (width * height > MAX_PIXELS) {
    const megapixels = `${grouped((width * height) / 1e6)} megapixels`;
    throw new CutoutError(
      'too-large',
      `The picture has ${size} (${megapixels}) and the limit is ${grouped(MAX_PIXELS / 1e6)} megapixels; save a smaller copy first.`,
      { facts: [`${Math.ceil((width * height) / 1e6)} MP`, `${MAX_PIXELS / 1e6} MP`] },
    );
  }
  if (Math.min(width, height) < MIN_SIDE) {
    throw new CutoutError(
      'too-small',
      `The picture has ${size}, and finding a person needs at least ${MIN_SIDE} pixels a side; choose a larger one.`,
      { facts: [`${width} × ${height} px`, `${MIN_SIDE} × ${MIN_SIDE} px`] },
    );
  }
}
