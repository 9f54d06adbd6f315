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

/**
 * Packs files into one ZIP, unpacked as they are: PNG does not get smaller. Only one file's bytes are in memory at a time.
 *
 * @param onFile called before each file, with how many are packed.
 * @throws TooLarge; what making a file throws.
 */
export async function zip(entries: readonly ZipEntry[], onFile: (packed: number) => void): Promise<Blob> {
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
  for (const [index, entry] of entries.entries()) {
    onFile(index);
    const { picture, name } = await entry();
    bytes += picture.size;
    if (bytes > MOST_BYTES) throw new TooLarge();
    const part = new ZipPassThrough(distinct(name));
    archive.add(part);
    for await (const chunk of picture.stream() as unknown as AsyncIterable<Uint8Array>) part.push(chunk);
    part.push(new Uint8Array(0), true);
    set();
  }
  archive.end();
  set();
  if (failure) throw failure;
  return new Blob(packed, { type: 'application/zip' });
}
