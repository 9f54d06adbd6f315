import { areaOf, type Size } from '../image/geometry.ts';
import { copyBox } from '../image/paste.ts';
import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import type { Source } from '../image/rows/row-source.ts';
import type { Engine } from '../inference/engine.ts';
import type { Decision } from '../person/decide.ts';
import type { CutoutHooks, CutoutOptions } from './options.ts';
import { type Seen, seePeople } from './see-people.ts';

/**
 * Gives the coarse matte of a picture, before anything is done at full size. It is for hosts that refine it elsewhere.
 *
 * @returns alpha `[1, 1, height, width]`, 0..1, of the whole picture, all 0 where nobody is seen.
 * @throws CutoutError from the engine; whatever `hooks.signal` throws once aborted.
 */
export async function coarseMatte(
  picture: Source,
  engine: Engine,
  options: CutoutOptions = {},
  hooks: CutoutHooks = {},
): Promise<Decision & { readonly matte: Tensor }> {
  try {
    const { seen, size, decision } = await seePeople(picture, engine, options, hooks);
    return { matte: joined(seen, size, picture), ...decision };
  } finally {
    engine.release?.();
  }
}

/** The views' mattes in one of the whole picture. */
function joined(seen: readonly Seen[], size: Size, picture: Size): Tensor {
  if (seen.length === 1 && !seen[0].box) return seen[0].coarse;
  const matte: Tensor = { dims: [1, 1, size.height, size.width], data: new Float32Array(areaOf(size)) };
  for (const { coarse, box } of seen) {
    const [across, down] = [size.width / picture.width, size.height / picture.height];
    const at = box ?? { x: 0, y: 0, ...picture };
    const [x, y] = [Math.round(at.x * across), Math.round(at.y * down)];
    const width = Math.min(size.width - x, Math.max(1, Math.round(at.width * across)));
    const height = Math.min(size.height - y, Math.max(1, Math.round(at.height * down)));
    const part = resizePlane(coarse.data, coarse.dims[3], coarse.dims[2], width, height);
    copyBox({ width, data: part }, { x: 0, y: 0, width, height }, { ...size, data: matte.data }, { x, y }, 1);
  }
  return matte;
}
