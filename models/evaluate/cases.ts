import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Matte, newPicture, type Picture } from '../../shared/image/picture.ts';
import { decode } from '../../shared/node/decode.ts';
import type { Truth } from './score.ts';

/** A picture whose matte is known. */
export interface Case {
  readonly id: string;
  readonly picture: string;
  /** `mask`: hard, drawn by hand, right about what; `alpha`: exact. */
  readonly truth: { readonly kind: 'mask' | 'alpha'; readonly file: string };
  /** The true foreground's colours. */
  readonly foreground: string | undefined;
}

const TRUTH = /^(.+)\.(mask|alpha)\.png$/;

/** @throws Error when there is no such folder. */
export function expectFolder(folder: string): void {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}; check its name.`);
}

/**
 * The cases of a folder: `ID.jpg` or `ID.png` with `ID.mask.png` (255 is person) or `ID.alpha.png`, and perhaps
 * `ID.fg.png`.
 *
 * @throws Error when there is no such folder, there are none in it, or a truth has no picture.
 */
export function findCases(folder: string): Case[] {
  expectFolder(folder);
  const names = new Set(readdirSync(folder));
  const cases = [...names].sort().flatMap((name): Case[] => {
    const [, id, kind] = TRUTH.exec(name) ?? [];
    if (!id || (kind === 'mask' && names.has(`${id}.alpha.png`))) return [];
    const picture = [`${id}.jpg`, `${id}.png`].find((candidate) => names.has(candidate));
    if (!picture) throw new Error(`${join(folder, name)} has no picture beside it: ${id}.jpg or ${id}.png is missing.`);
    return [
      {
        id,
        picture: join(folder, picture),
        truth: { kind: kind as 'mask' | 'alpha', file: join(folder, name) },
        foreground: names.has(`${id}.fg.png`) ? join(folder, `${id}.fg.png`) : undefined,
      },
    ];
  });
  if (cases.length === 0) throw new Error(`${folder} holds no ID.mask.png and no ID.alpha.png to measure against.`);
  return cases;
}

/** A grey file as a matte. */
export async function readMatte(file: string): Promise<Matte> {
  const { data, info } = await sharp(file)
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

/** What the results of a case are measured against. */
export async function readTruth({ truth, foreground }: Case): Promise<Truth> {
  const matte = await readMatte(truth.file);
  return { kind: truth.kind, matte, cutout: foreground ? withMatte(await readPicture(foreground), matte) : undefined };
}

const isPicture = (name: string) => /\.(jpe?g|png|webp)$/i.test(name);

/** The names of a folder's pictures, in order. @throws Error when there is no such folder. */
export function picturesIn(folder: string): string[] {
  expectFolder(folder);
  return readdirSync(folder).filter(isPicture).sort();
}

/** Reads and decodes a file. */
export const readPicture = async (file: string): Promise<Picture> => decode(await readFile(file));

/** A picture's colours with a matte as alpha. */
export function withMatte({ width, height, data }: Picture, matte: Matte): Picture {
  const result = newPicture(width, height);
  result.data.set(data);
  for (let i = 0; i < matte.data.length; i++) result.data[i * 4 + 3] = matte.data[i];
  return result;
}
