import { type Matte, newMatte } from '../../../shared/image/picture.ts';

/** A matte as it is kept between two loads of the editor: its bytes, packed with gzip, which is much faster than PNG. */
export function pack({ data }: Matte): Promise<Blob> {
  return new Response(new Blob([data]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/** What `pack` packed; undefined when it is not of this size. */
export async function unpack(
  packed: Blob,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Matte | undefined> {
  const bytes = await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  if (bytes.byteLength !== width * height) return undefined;
  const matte = newMatte(width, height);
  matte.data.set(new Uint8Array(bytes));
  return matte;
}
