import { CutoutError } from '../../errors.ts';

/** What a picture may be given as in a browser. A string is a URL. */
export type WebInput =
  | Blob
  | URL
  | string
  | ArrayBuffer
  | Uint8Array<ArrayBuffer>
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas;

/**
 * The picture as an encoded file. An `<img>` is fetched anew, so that its file's own pixels count and not those on screen; it is drawn where
 * that fails.
 *
 * @throws CutoutError `unreachable` or `http-status` where a URL can't be fetched, `picture-unreadable` where it is none, or a canvas may not be read.
 */
export async function fileOf(input: WebInput, signal?: AbortSignal): Promise<Blob> {
  if (input instanceof Blob) return input;
  if (typeof input === 'string' || input instanceof URL) return fetchPicture(String(input), signal);
  if (isA(input, 'HTMLImageElement')) return fileOfImage(input as HTMLImageElement, signal);
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) return new Blob([input]);
  return drawn(input as ImageData | ImageBitmap | HTMLCanvasElement | OffscreenCanvas);
}

/** True for an object of a class that this host may lack, as workers lack elements. */
const isA = (value: object, name: string): boolean => {
  const known = (globalThis as Record<string, unknown>)[name];
  return typeof known === 'function' && value instanceof known;
};

async function fileOfImage(image: HTMLImageElement, signal?: AbortSignal): Promise<Blob> {
  const { complete, currentSrc, src, naturalWidth, naturalHeight } = image;
  // While a new file is on its way, `currentSrc` is that of the old one, or empty, but for an image of several candidates: `src` is the least of those.
  const isChosen = image.srcset || image.parentElement?.localName === 'picture';
  const url = ((complete || isChosen) && currentSrc) || src || currentSrc;
  if (!url) throw new CutoutError('picture-unreadable', 'The image has no address; give it one first.');
  return fetchPicture(url, signal).catch((thrown) => {
    signal?.throwIfAborted();
    if (!complete || !naturalWidth) throw thrown;
    return drawn(image, naturalWidth, naturalHeight).catch(() => {
      throw thrown;
    });
  });
}

async function fetchPicture(url: string, signal?: AbortSignal): Promise<Blob> {
  const unreachable = (cause: unknown): never => {
    signal?.throwIfAborted();
    const host = hostOf(url);
    if (!host) throw unreadable(cause);
    throw new CutoutError('unreachable', `The picture could not be fetched from ${host}; its server must allow it.`, {
      cause,
      facts: [host],
    });
  };
  const response = await fetch(url, signal ? { signal } : {}).catch(unreachable);
  if (response.ok) return response.blob().catch(unreachable);
  const { host } = new URL(response.url);
  throw new CutoutError('http-status', `${host} answered ${response.status} for the picture.`, {
    facts: [host, String(response.status)],
  });
}

async function drawn(
  source: ImageData | Exclude<CanvasImageSource, SVGImageElement | HTMLVideoElement | VideoFrame>,
  width?: number,
  height?: number,
): Promise<Blob> {
  // Programs without types give anything.
  try {
    const canvas = new OffscreenCanvas(width ?? source.width, height ?? source.height);
    const context = canvas.getContext('2d')!;
    if (source instanceof ImageData) context.putImageData(source, 0, 0);
    else context.drawImage(source, 0, 0);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown): CutoutError =>
  new CutoutError(
    'picture-unreadable',
    'The picture can’t be read: it is missing, empty, closed, too large, or another site’s.',
    { cause },
  );

/** Nothing for what is no address, and for one of a file that the page made itself. */
function hostOf(url: string): string | undefined {
  try {
    return new URL(url, globalThis.location?.href).host;
  } catch {
    return undefined;
  }
}
