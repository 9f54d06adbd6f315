import { checkSize } from '../../../shared/sniff/limits.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Source } from './source.ts';

/** Side, in pixels, of the copy that tells whether a canvas is empty. */
const TEST_SIDE = 16;

/** Reads what a canvas holds now. */
export const readCanvas: Source<{ readonly element: HTMLCanvasElement }> = async ({ element }) => {
  checkSize(element.width, element.height);
  const bitmap = await createImageBitmap(element);
  if (await isEmpty(bitmap, t('canvasTainted'))) throw new Failure('picture-unreadable', t('canvasEmpty'));
  return { picture: await toPng(bitmap, t('canvasTainted')), secret: false };
};

/** Reads the frame that a video shows now. */
export const readVideoFrame: Source<{ readonly element: HTMLVideoElement }> = async ({ element }) => {
  if (element.mediaKeys) throw new Failure('picture-unreadable', t('videoProtected'));
  if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || element.videoWidth === 0) {
    throw new Failure('picture-unreadable', t('videoNotLoaded'));
  }
  checkSize(element.videoWidth, element.videoHeight);
  return { picture: await toPng(await createImageBitmap(element), t('videoTainted')), secret: false };
};

/**
 * Writes a bitmap as PNG and closes it.
 *
 * @throws CutoutError `picture-unreadable` with `sentence` where the page may not read its pixels.
 */
export async function toPng(bitmap: ImageBitmap, sentence = ''): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  try {
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch (cause) {
    throw new Failure('picture-unreadable', sentence, { cause });
  }
}

/** True where nothing is drawn. A WebGL canvas reads so where its page does not keep what it drew. */
async function isEmpty(bitmap: ImageBitmap, sentence: string): Promise<boolean> {
  const context = new OffscreenCanvas(TEST_SIDE, TEST_SIDE).getContext('2d', { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0, TEST_SIDE, TEST_SIDE);
  try {
    return context?.getImageData(0, 0, TEST_SIDE, TEST_SIDE).data.every((value) => value === 0) ?? false;
  } catch (cause) {
    throw new Failure('picture-unreadable', sentence, { cause });
  }
}
