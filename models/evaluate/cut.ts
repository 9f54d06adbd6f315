import { alphaOf } from '../../shared/image/alpha.ts';
import { orient } from '../../shared/image/orient.ts';
import { type Matte, newMatte, newPicture, type Picture } from '../../shared/image/picture.ts';
import { resizePlane } from '../../shared/image/plane.ts';
import type { MatteNetwork } from '../../shared/inference/catalog.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { inputSize, toTensor } from '../../shared/inference/tensor.ts';
import type { Person } from '../../shared/person/decide.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import type { Quality } from '../../shared/pipeline/options.ts';
import { drive } from '../../shared/steps.ts';
import { withMatte } from './cases.ts';

/** What is measured. */
export interface Answer {
  readonly matte: Matte;
  readonly cutout: Picture | undefined;
  /** `no`: nobody was seen; the matte is then empty. */
  readonly person: Person;
}

/** Clockwise turns in degrees, and the EXIF orientation that turns a picture so. */
const TURNS = { 90: 6, 180: 3, 270: 8 } as const;
export type Turn = keyof typeof TURNS;

/**
 * The product: the whole pipeline.
 *
 * @param turn turns the picture clockwise by so many degrees first. The answer is turned back.
 */
export async function productOf(
  picture: Picture,
  engine: Engine,
  network: MatteNetwork,
  quality?: Quality,
  turn?: Turn,
): Promise<Answer> {
  const result = await cutOut(turn ? orient(picture, TURNS[turn]) : picture, engine, { network, quality });
  const { width, height } = picture;
  if (result.person === 'no')
    return { person: 'no', matte: newMatte(width, height), cutout: newPicture(width, height) };
  if (!turn) return result;
  const cutout = orient(result.cutout, TURNS[(360 - turn) as Turn]);
  return { person: result.person, matte: alphaOf(cutout), cutout };
}

/**
 * What the product is measured against: a network alone, at the size it was trained for, its matte enlarged bilinearly
 * and the picture's own colours.
 */
export async function plainOf(picture: Picture, engine: Engine, network: MatteNetwork): Promise<Answer> {
  const spec = engine.inputOf(network);
  await engine.prepare(network);
  const coarse = await engine.infer(network, await drive(toTensor(picture, spec, inputSize(picture, spec.size))));
  const matte = enlarged(coarse.data, coarse.dims[3], coarse.dims[2], picture);
  return { person: 'yes', matte, cutout: withMatte(picture, matte) };
}

/** Alpha 0..1 resized bilinearly to a picture's size. */
export function enlarged(alpha: Float32Array, width: number, height: number, to: Picture): Matte {
  const matte = newMatte(to.width, to.height);
  const plane = resizePlane(alpha, width, height, to.width, to.height);
  for (let i = 0; i < plane.length; i++) matte.data[i] = plane[i] * 255;
  return matte;
}
