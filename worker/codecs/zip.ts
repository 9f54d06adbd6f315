import { Zip, ZipPassThrough } from 'fflate';

/** A time that is the same for every archive: equal answers have equal bytes. */
const TIME = '1980-01-01T12:00:00';

/** A file of an archive: its name, and its parts when its turn comes. */
export type ZippedFile = readonly [name: string, partsOf: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>];

/**
 * A ZIP of files that are compressed already, made one after the other as its reader takes them.
 *
 * @throws what a file's parts throw.
 */
export async function* zipStrips(
  files: AsyncIterable<ZippedFile> | Iterable<ZippedFile>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let ready: Uint8Array<ArrayBuffer>[] = [];
  const take = () => {
    const taken = ready;
    ready = [];
    return taken;
  };
  const zip = new Zip((error, part) => {
    if (error) throw error;
    if (part.length > 0) ready.push(part as Uint8Array<ArrayBuffer>);
  });
  for await (const [name, partsOf] of files) {
    const entry = new ZipPassThrough(name);
    entry.mtime = TIME;
    zip.add(entry);
    for await (const part of partsOf()) {
      entry.push(part);
      yield* take();
    }
    entry.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
