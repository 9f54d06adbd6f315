import { Zip, ZipPassThrough } from 'fflate';
import type { Named } from './named.ts';

/** What a ZIP without the 64-bit extension can hold. */
const MOST_BYTES = 0xffff_ffff - 0x100_0000;

/** The files together are more than a ZIP can hold. */
export class TooLarge extends Error {}

/** Makes a file of a ZIP when its turn comes. */
export type ZipEntry = () => Promise<Named>;

/** Makes names that differ even where case does not count: the second `a.png` becomes `a (2).png`. */
export function createDistinct(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let candidate = name;
    for (let number = 2; taken.has(candidate.toLowerCase()); number++) candidate = `${stem} (${number})${ending}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  };
}

/** What came of packing. */
export interface Packed {
  readonly archive: Blob;
  /** The numbers of the entries that could not be made. */
  readonly leftOut: readonly number[];
}

/**
 * Packs files into one ZIP, unpacked as they are: PNG does not get smaller. Only one file's bytes are in memory at a time. An entry that
 * can't be made leaves the others alone.
 *
 * @param onFile called before each file, with how many came before it.
 * @throws TooLarge; where no file could be made, what making the first threw.
 */
export async function zip(entries: readonly ZipEntry[], onFile: (before: number) => void): Promise<Packed> {
  const packed: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  let bytes = 0;
  const archive = new Zip((error, chunk) => {
    failure ??= error;
    if (chunk) chunks.push(chunk as Uint8Array<ArrayBuffer>);
  });
  /** Browsers keep a Blob's bytes out of the page's memory. */
  const set = () => {
    packed.push(new Blob(chunks));
    chunks = [];
  };
  const distinct = createDistinct();
  const leftOut = new Map<number, unknown>();
  for (const [index, entry] of entries.entries()) {
    onFile(index);
    const made = await bytesOf(entry, MOST_BYTES - bytes).catch((thrown: unknown) => {
      if (thrown instanceof TooLarge) throw thrown;
      leftOut.set(index, thrown);
    });
    if (!made) continue;
    bytes += made.bytes.length;
    const part = new ZipPassThrough(distinct(made.name));
    archive.add(part);
    part.push(made.bytes, true);
    set();
  }
  if (leftOut.size > 0 && leftOut.size === entries.length) throw leftOut.get(0);
  archive.end();
  set();
  if (failure) throw failure;
  return { archive: new Blob(packed, { type: 'application/zip' }), leftOut: [...leftOut.keys()] };
}

/** Makes a file and reads all of it, before anything of it is in the ZIP. */
async function bytesOf(entry: ZipEntry, most: number): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { picture, name } = await entry();
  if (picture.size > most) throw new TooLarge();
  return { name, bytes: new Uint8Array(await picture.arrayBuffer()) };
}
