import { CutoutError } from '../../shared/errors.ts';
import { ask } from '../common/ask.ts';
import { fetchPicture } from '../common/fetch-picture.ts';
import { t } from '../common/words.ts';
import type { PictureElement } from './find.ts';

export interface Acquired {
  readonly picture: Blob;
  /** The page itself could not read these bytes and must not come to. */
  readonly secret: boolean;
}

/**
 * Gets the bytes of the clicked picture: as the page may, else from what the page shows, else by the background with
 * the extension's rights.
 *
 * @throws CutoutError `permission-needed` while the picture's host is not granted, `http-status`, `unreachable`, `timeout`.
 */
export async function acquire(
  srcUrl: string,
  shown: PictureElement | undefined,
  signal: AbortSignal,
): Promise<Acquired> {
  let refusal: unknown;
  try {
    return { picture: await fetchPicture(srcUrl, {}, signal), secret: false };
  } catch (thrown) {
    signal.throwIfAborted();
    refusal = thrown;
  }
  const drawn = shown instanceof HTMLImageElement && (await draw(shown));
  if (drawn) return { picture: drawn, secret: false };
  if (refusal instanceof CutoutError && refusal.code !== 'unreachable') throw refusal;
  if (!/^https?:/i.test(srcUrl)) {
    throw new CutoutError('unreachable', t('pictureUnreadable', srcUrl.slice(0, srcUrl.indexOf(':') + 1)));
  }
  const { picture, secret } = await ask({ kind: 'picture/fetch', url: srcUrl });
  signal.throwIfAborted();
  return { picture, secret };
}

/** The pixels a page shows, where it may read them: bytes that can't be fetched again (a revoked `blob:`, say). */
async function draw(image: HTMLImageElement): Promise<Blob | null> {
  if (!image.complete || image.naturalWidth === 0) return null;
  try {
    const bitmap = await createImageBitmap(image);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}
