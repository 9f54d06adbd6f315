import { join } from 'node:path';
import type { MatteNetwork } from '../../shared/inference/catalog.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { picturesIn, readPicture } from './cases.ts';
import { plainOf } from './cut.ts';

/** A matte whose mean is below this is empty. */
const EMPTY = 0.01;

/**
 * What a network alone gives for pictures without people.
 *
 * @returns `[name, mean alpha 0..1]` of each picture whose matte isn't empty, worst first, and how many there were.
 * @throws Error when the folder has no picture.
 */
export async function measureNobody(folder: string, engine: Engine, network: MatteNetwork) {
  const names = picturesIn(folder);
  if (names.length === 0) throw new Error(`${folder} holds no picture.`);
  const means: (readonly [string, number])[] = [];
  for (const name of names) {
    const { matte } = await plainOf(await readPicture(join(folder, name)), engine, network);
    means.push([name, matte.data.reduce((sum, value) => sum + value, 0) / 255 / matte.data.length]);
  }
  const wrong = means.filter(([, mean]) => mean >= EMPTY).sort(([, a], [, b]) => b - a);
  return { pictures: names.length, wrong };
}
