import type { Size } from '../../../shared/image/geometry.ts';
import { EXTENSIONS, type Format } from '../../contracts/formats.ts';
import { type Naming, resultName } from '../words/file-name.ts';

/** A finished file, and the name to save it under. */
export interface Named {
  readonly name: string;
  readonly picture: Blob;
}

/** Names a finished file as `resultName` does, by the size and the format that it has. */
export async function named(
  picture: Blob,
  source: string,
  output: string,
  naming: Omit<Naming, 'size' | 'extension'>,
): Promise<Named> {
  const extension = EXTENSIONS[picture.type as Format] ?? 'png';
  const size = /\{(width|height)\}/.test(naming.pattern ?? '') && (await sizeOf(picture));
  return { picture, name: resultName(source, output, { ...naming, extension, ...(size && { size }) }) };
}

/** Undefined where the browser can't read the file. */
async function sizeOf(picture: Blob): Promise<Size | undefined> {
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  const size = bitmap && { width: bitmap.width, height: bitmap.height };
  bitmap?.close();
  return size;
}
