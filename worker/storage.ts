import type { ServedFile } from '../shared/inference/catalog.ts';
import type { Bindings } from './bindings.ts';
import type { Span } from './http/range.ts';

const FOLDER = 'https://assets.invalid/models/';

/**
 * Opens a file of the deployed `models/`, or answers undefined where it isn't deployed. `file` must be trusted: a name
 * that the catalog lists, or the catalog's own.
 */
export async function openModelFile({ ASSETS }: Bindings, file: string): Promise<Response | undefined> {
  const found = await ASSETS.fetch(FOLDER + file);
  if (found.ok) return found;
  await found.body?.cancel();
  return undefined;
}

/**
 * Opens a file of the catalog, or the `span` of it: from the bucket where there is one and it holds the artifact
 * whole, else from the static files; undefined where neither has it.
 */
export async function openArtifact(
  bindings: Bindings,
  artifact: ServedFile,
  span?: Span,
): Promise<ReadableStream | undefined> {
  const stored = await fromBucket(bindings, artifact, span);
  if (stored) return stored;
  const body = (await openModelFile(bindings, artifact.file))?.body ?? undefined;
  return body && span ? cut(body, span) : body;
}

async function fromBucket({ MODELS }: Bindings, { file, bytes }: ServedFile, span?: Span) {
  try {
    const found = await MODELS?.get(file, span ? { range: { ...span } } : {});
    if (found?.size === bytes) return found.body;
    await found?.body.cancel();
  } catch (error) {
    console.error(JSON.stringify({ bucket: file, error: String(error) }));
  }
  return undefined;
}

/** The `span` of a stream, as a stream of known length. */
function cut(whole: ReadableStream<Uint8Array>, { offset, length }: Span): ReadableStream {
  const { readable, writable } = new FixedLengthStream(length);
  copySpan(whole.getReader(), writable.getWriter(), offset, length).catch(() => {});
  return readable;
}

/** Ends early, and lets go of both ends, when the client leaves or the file is shorter than it should be. */
async function copySpan(
  from: ReadableStreamDefaultReader<Uint8Array>,
  to: WritableStreamDefaultWriter<Uint8Array>,
  offset: number,
  length: number,
): Promise<void> {
  try {
    let skip = offset;
    let left = length;
    while (left > 0) {
      const { done, value } = await from.read();
      if (done) throw new Error('The file ends before the range does.');
      const piece = value.subarray(skip, skip + left);
      skip = Math.max(0, skip - value.length);
      left -= piece.length;
      if (piece.length > 0) await to.write(piece);
    }
    await to.close();
    await from.cancel();
  } catch (error) {
    await Promise.allSettled([to.abort(error), from.cancel(error)]);
  }
}
