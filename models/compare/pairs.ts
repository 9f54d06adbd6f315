import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';
import type { Matte } from '../../shared/image/picture.ts';
import { findCases, readMatte } from '../evaluate/cases.ts';
import { sha256 } from '../hash.ts';

/** A picture and its mask. */
export interface Pair {
  readonly id: string;
  readonly picture: string;
  readonly mask: string;
}

const [PICTURES, MASKS] = ['images', 'masks'];
const isPicture = (name: string) => /\.(jpe?g|png|webp|avif|tiff?)$/i.test(name);
/** How many names an error lists. */
const MOST_NAMED = 5;

const listed = (names: readonly string[]) =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;

/** A folder's pictures by their names without endings. @throws Error when two have the same. */
function byId(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder).filter(isPicture).sort()) {
    const id = basename(name, extname(name));
    const other = found.get(id);
    if (other) throw new Error(`${folder} holds ${basename(other)} and ${name}; which of them is meant?`);
    found.set(id, join(folder, name));
  }
  return found;
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

/**
 * The pairs of a folder, by name: `images/ID.*` with `masks/ID.*`, whatever their endings, or `ID.jpg` with `ID.mask.png` or
 * `ID.alpha.png`.
 *
 * @throws Error in words when there is no such folder, it is laid out otherwise, or a picture or a mask has no counterpart.
 */
export function findPairs(folder: string): Pair[] {
  if (!isFolder(folder)) throw new Error(`There is no folder ${folder}; check its name.`);
  const [pictures, masks] = [PICTURES, MASKS].map((name) => join(folder, name));
  if (!isFolder(pictures) && !isFolder(masks)) {
    const isFlat = readdirSync(folder).some((name) => /\.(mask|alpha)\.png$/.test(name));
    if (!isFlat) throw new Error(`${folder} holds neither ${PICTURES}/ and ${MASKS}/ nor ID.jpg with ID.mask.png.`);
    return findCases(folder).map(({ id, picture, truth }) => ({ id, picture, mask: truth.file }));
  }
  for (const path of [pictures, masks]) if (!isFolder(path)) throw new Error(`The folder ${path} is missing.`);
  const [found, truths] = [byId(pictures), byId(masks)];
  if (found.size === 0) throw new Error(`${pictures} holds no picture.`);
  const maskless = [...found.keys()].filter((id) => !truths.has(id));
  if (maskless.length > 0) throw new Error(`These pictures have no mask in ${masks}: ${listed(maskless)}.`);
  const alone = [...truths.keys()].filter((id) => !found.has(id));
  if (alone.length > 0) throw new Error(`These masks have no picture in ${pictures}: ${listed(alone)}.`);
  return [...found].map(([id, picture]) => ({ id, picture, mask: truths.get(id) as string }));
}

/** Width and height as they are seen. @throws Error when it can't be read. */
async function sizeOf(file: string): Promise<string> {
  const { autoOrient } = await sharp(file)
    .metadata()
    .catch(() => {
      throw new Error(`${file} can't be read; it may be damaged.`);
    });
  return `${autoOrient.width} × ${autoOrient.height}`;
}

/** @throws Error that names the pairs whose picture and mask differ in size. */
export async function expectSameSizes(pairs: readonly Pair[]): Promise<void> {
  const wrong: string[] = [];
  for (const { id, picture, mask } of pairs) {
    const [seen, drawn] = [await sizeOf(picture), await sizeOf(mask)];
    if (seen !== drawn) wrong.push(`${id} (${seen}, its mask ${drawn})`);
  }
  if (wrong.length > 0) throw new Error(`A mask is as large as its picture; these are not: ${listed(wrong)}.`);
}

/** A mask; one whose values are 0 and 1 means 0 and 255. */
export async function readMask(file: string): Promise<Matte> {
  const matte = await readMatte(file);
  if (matte.data.every((value) => value <= 1)) for (let i = 0; i < matte.data.length; i++) matte.data[i] *= 255;
  return matte;
}

/** @throws Error that names the masks whose values are neither 0 and 255 nor 0 and 1, as those of classes and of coloured palettes are. */
export async function expectWhitePeople(pairs: readonly Pair[]): Promise<void> {
  const wrong: string[] = [];
  for (const { id, mask } of pairs) {
    const highest = (await readMask(mask)).data.reduce((most, value) => Math.max(most, value), 0);
    if (highest > 0 && highest < 128) wrong.push(`${id} (up to ${highest})`);
  }
  if (wrong.length > 0) throw new Error(`255 in a mask is person; these have no value above 127: ${listed(wrong)}.`);
}

/** SHA-256 over the names and contents of all pictures and masks: the same data have the same hash, wherever they lie. */
export async function hashOf(pairs: readonly Pair[]): Promise<string> {
  const lines: string[] = [];
  for (const { id, picture, mask } of pairs) {
    const [seen, drawn] = [await readFile(picture), await readFile(mask)];
    lines.push(`${id} ${sha256(seen)} ${sha256(drawn)}`);
  }
  return sha256(new TextEncoder().encode(lines.join('\n')));
}
