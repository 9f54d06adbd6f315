import { toPng } from './read-canvas.ts';
import type { Source } from './source.ts';

/** The pixels a page shows, where it may read them: bytes that can't be fetched again (a revoked `blob:`, say). */
export const readImage: Source<{ readonly element: HTMLImageElement }> = async ({ element }) => {
  if (!element.complete || element.naturalWidth === 0) return undefined;
  try {
    return { picture: await toPng(await createImageBitmap(element)), secret: false };
  } catch {
    return undefined;
  }
};
