import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { setsIn } from '../../../models/evaluate/all.ts';
import { readTruth } from '../../../models/evaluate/cases.ts';
import { type Scores, score, type Truth } from '../../../models/evaluate/score.ts';
import { alphaOf } from '../../../shared/image/alpha.ts';
import { newPicture } from '../../../shared/image/picture.ts';
import { decode } from '../../../shared/node/decode.ts';
import { shoot } from '../../fixtures/people/render.ts';
import { KINDS, sceneOf } from '../../fixtures/people/scene.ts';

/** A picture whose matte is known. */
export interface Trial {
  /** The set of pictures it belongs to. */
  readonly set: string;
  readonly id: string;
  /** JPEG or PNG. */
  readonly picture: Uint8Array;
  /** Measures a cutout, given as PNG; an empty one is nobody found. */
  score(png: Uint8Array): Promise<Scores>;
}

const MEGAPIXELS = 1;

/** Drawn people of a megapixel, each with another difficulty; alpha and foreground are exact. */
export async function* drawnPeople(count: number): AsyncGenerator<Trial> {
  for (let index = 0; index < count; index++) {
    const scene = sceneOf(1, index, MEGAPIXELS);
    const { picture, cutout, quality } = await shoot(scene);
    const { width, height, data } = picture;
    const jpeg = sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality });
    yield {
      set: 'drawn people',
      id: scene.id,
      picture: await jpeg.toBuffer(),
      score: against({ kind: 'alpha', matte: alphaOf(cutout), cutout }),
    };
  }
}

/** One drawn person for each difficulty. */
export const DIFFICULTIES = KINDS.length;

/** At most `count` photographs of each evaluation set below `folder`, evenly spread over it. */
export async function* photographs(folder: string, count: number): AsyncGenerator<Trial> {
  for (const { name, cases } of setsIn(folder, count)) {
    for (const one of cases) {
      const picture = await readFile(one.picture);
      yield { set: name, id: one.id, picture, score: against(await readTruth(one)) };
    }
  }
}

const against =
  (truth: Truth): Trial['score'] =>
  async (png) => {
    const { width, height } = truth.matte;
    const cutout = png.length ? await decode(png) : newPicture(width, height);
    return score(alphaOf(cutout), cutout, truth);
  };
