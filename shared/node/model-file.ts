import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectBytes } from '../bytes.ts';
import { CutoutError } from '../errors.ts';

/**
 * A file of a folder of artifacts.
 *
 * @param folder a path, or an `http:` or `https:` URL that ends in `/`.
 * @param most how many bytes it may have where it is fetched.
 * @param signal ends the fetching.
 * @throws CutoutError `no-backend` where it can't be read; `unreachable`, `http-status`, or `artifact-mismatch` where more is sent.
 */
export async function modelFile(
  folder: string,
  name: string,
  most: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^https?:/i.test(folder)) return new Uint8Array(await readFile(join(folder, name)).catch(unread));
  const url = new URL(name, folder);
  const unreachable = (cause: unknown): never => {
    signal?.throwIfAborted();
    const message = `The network could not be fetched from ${url.host}; check the connection and try again.`;
    throw new CutoutError('unreachable', message, { cause, facts: [url.host] });
  };
  const { ok, status, body } = await fetch(url, signal ? { signal } : {}).catch(unreachable);
  if (!ok) {
    await body?.cancel();
    throw new CutoutError('http-status', `${url.host} answered ${status} for ${url.pathname}; try again later.`, {
      facts: [url.host, String(status)],
    });
  }
  const bytes = await collectBytes(upTo(most, body ?? [])).catch(unreachable);
  if (bytes.length <= most) return bytes;
  throw new CutoutError('artifact-mismatch', `${url.href} is larger than it may be; reload to fetch it again.`);
}

const unread = (cause: Error): never => {
  const message = `The networks can’t be read (${cause.message}); check the folder.`;
  throw new CutoutError('no-backend', message, { cause, facts: [cause.message] });
};

/** The parts of a stream until there are more bytes than `most`. */
async function* upTo(
  most: number,
  parts: AsyncIterable<Uint8Array> | readonly Uint8Array[],
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const part of parts) {
    yield part;
    length += part.length;
    if (length > most) return;
  }
}
