import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CutoutError } from '../../errors.ts';
import { checkSize } from '../../sniff/limits.ts';
import type { Pixels } from '../types.ts';

/** What a picture may be given as in Node. A string is a path, or a URL of `http:`, `https:`, `data:` or `file:`. */
export type NodeInput = string | URL | Uint8Array | ArrayBuffer | Blob | Pixels;

/**
 * The picture as an encoded file, or as pixels where it was given so.
 *
 * @throws CutoutError `picture-unreadable` where a file can't be read, `unreachable` or `http-status` where a URL can't be fetched,
 *   `not-an-image` for pixels that are not as many as width and height say, `too-large` or `too-small`.
 */
export async function bytesOf(input: NodeInput, signal?: AbortSignal): Promise<Uint8Array | Pixels> {
  if (typeof input === 'string' && !/^(https?|data|file):/i.test(input)) return readPath(input);
  if (typeof input === 'string' || input instanceof URL) {
    const at = placeOf(input);
    return at instanceof URL ? fetched(at, signal) : readPath(at);
  }
  if (input instanceof Blob) return new Uint8Array(await input.arrayBuffer());
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (!(input instanceof Uint8Array)) checkPixels(input);
  return input;
}

/** A path, or a URL of anything but a file. */
function placeOf(address: string | URL): string | URL {
  try {
    const url = new URL(address);
    return url.protocol === 'file:' ? fileURLToPath(url) : url;
  } catch (cause) {
    throw new CutoutError('picture-unreadable', `“${address}” is no address of a picture; check it.`, { cause });
  }
}

function checkPixels(input: Pixels): void {
  // Programs without types give anything.
  const { width, height, data }: Partial<Pixels> = input ?? {};
  if (!data) {
    const message = `“${input}” is no picture; give a path, a URL, a file's bytes, a Blob, or pixels.`;
    throw new CutoutError('not-an-image', message);
  }
  const size = Number.isInteger(width) && Number.isInteger(height) ? width! * height! * 4 : undefined;
  if (size === undefined || data.length !== size || data.BYTES_PER_ELEMENT !== 1) {
    throw new CutoutError(
      'not-an-image',
      `Pixels are { width, height, data } with width × height × 4 bytes; ${data.constructor?.name} of ${data.length} is not that for ${width} × ${height} pixels.`,
    );
  }
  checkSize(width!, height!);
}

const readPath = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((cause: Error) => {
    throw new CutoutError('picture-unreadable', `The file can't be read (${cause.message}); check its name.`, {
      cause,
    });
  });

async function fetched(url: URL, signal?: AbortSignal): Promise<Uint8Array> {
  const unreachable = (cause: unknown): never => {
    signal?.throwIfAborted();
    if (!url.host)
      throw new CutoutError('picture-unreadable', 'The address holds no picture that can be read.', { cause });
    throw new CutoutError('unreachable', `The picture could not be fetched from ${url.host}.`, {
      cause,
      facts: [url.host],
    });
  };
  const response = await fetch(url, signal ? { signal } : {}).catch(unreachable);
  if (response.ok) return new Uint8Array(await response.arrayBuffer().catch(unreachable));
  throw new CutoutError('http-status', `${url.host} answered ${response.status} for the picture.`, {
    facts: [url.host, String(response.status)],
  });
}
