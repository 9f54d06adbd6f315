import { toPng } from './read-canvas.ts';
import type { Source } from './source.ts';

/** Reads the pixels that an `<img>` shows, where the page may. For bytes that can't be fetched again, for example of a revoked `blob:`. */
export const readImage: Source<{ readonly element: HTMLImageElement }> = async ({ element }) => {
  if (!element.complete || element.naturalWidth === 0) return undefined;
  try {
    return { picture: await toPng(await createImageBitmap(element)), secret: false };
  } catch {
    return undefined;
  }
};
