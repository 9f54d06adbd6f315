import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type Case, findCases, readMatte } from '../../../models/evaluate/cases.ts';
import { boundaryF } from '../../../models/metrics/boundary.ts';
import { colourError } from '../../../models/metrics/colour.ts';
import { mad } from '../../../models/metrics/difference.ts';
import { gradientError } from '../../../models/metrics/gradient.ts';
import { iou } from '../../../models/metrics/overlap.ts';
import { type Matte, newMatte, newPicture, type Picture } from '../../../shared/image/picture.ts';
import { decode } from '../../../shared/node/decode.ts';
import { shoot } from '../../fixtures/people/render.ts';
import { KINDS, sceneOf } from '../../fixtures/people/scene.ts';

/** A picture whose matte is known. */
export interface Trial {
  readonly id: string;
  /** JPEG or PNG. */
  readonly picture: Uint8Array;
  /** Measures a cutout, given as PNG; an empty one is nobody found. */
  score(png: Uint8Array): Promise<Partial<Scores>>;
}

export interface Scores {
  /** Of hard masks, drawn by hand. */
  readonly iou: number;
  readonly boundary: number;
  /** Of exact alpha and foreground. */
  readonly mad: number;
  readonly grad: number;
  readonly colour: number;
}

const MEGAPIXELS = 1;

/** Drawn people of a megapixel, each with another difficulty; alpha and foreground are exact. */
export async function* drawnPeople(count: number): AsyncGenerator<Trial> {
  for (let index = 0; index < count; index++) {
    const scene = sceneOf(1, index, MEGAPIXELS);
    const { picture, cutout: truth, quality } = await shoot(scene);
    const { width, height, data } = picture;
    const jpeg = sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality });
    yield {
      id: scene.id,
      picture: await jpeg.toBuffer(),
      async score(png) {
        const cutout = png.length ? await decode(png) : newPicture(width, height);
        const [found, known] = [matteOf(cutout), matteOf(truth)];
        return { mad: mad(found, known), grad: gradientError(found, known), colour: colourError(cutout, truth) };
      },
    };
  }
}

/** One drawn person for each difficulty. */
export const DIFFICULTIES = KINDS.length;

/** At most `count` pictures of a folder with masks, evenly spread over it. */
export async function* portraits(folder: string, count: number): AsyncGenerator<Trial> {
  const cases = findCases(folder);
  const chosen = Math.min(count, cases.length);
  for (let i = 0; i < chosen; i++) yield await trialOf(cases[Math.floor((i * cases.length) / chosen)]);
}

async function trialOf({ id, picture, truth }: Case): Promise<Trial> {
  const known = await readMatte(truth.file);
  return {
    id,
    picture: await readFile(picture),
    async score(png) {
      const found = png.length ? matteOf(await decode(png)) : newMatte(known.width, known.height);
      return { iou: iou(found, known), boundary: boundaryF(found, known) };
    },
  };
}

function matteOf({ width, height, data }: Picture): Matte {
  const matte = newMatte(width, height);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = data[i * 4 + 3];
  return matte;
}
