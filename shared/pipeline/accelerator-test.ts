import { newPicture, type Picture, type Tensor } from '../image/picture.ts';
import { resize } from '../image/resize.ts';
import type { Accelerator } from '../inference/accelerator.ts';
import type { InputSpec } from '../inference/catalog.ts';
import { goldenPicture } from '../inference/golden.ts';
import { toTensor } from '../inference/tensor.ts';
import { estimateAlpha } from '../matting/bayesian-alpha.ts';
import { buildColourModel } from '../matting/colour-model.ts';
import { estimateForeground } from '../matting/foreground.ts';
import { refineMatte } from '../matting/guided-filter.ts';
import { veto } from '../person/veto.ts';
import { reason } from '../reasons.ts';
import { runToEnd } from '../steps.ts';

/** How far a value may be from this thread's, of 255. */
const TOLERANCE = 2;

const SPEC: InputSpec = {
  name: 'input',
  layout: 'NCHW',
  size: { policy: 'multiple', multiple: 8, shortSide: 40 },
  mean: [0.5, 0.4, 0.6],
  std: [0.5, 0.25, 0.3],
};

/**
 * Tests an accelerator: a small drawn picture goes through its stages and through the CPU's, and both results are compared.
 * So kernels that are silently wrong are found.
 *
 * @returns what is wrong, in words, or undefined when the accelerator can be trusted.
 */
export async function testAccelerator(accelerator: Accelerator): Promise<string | undefined> {
  const picture = drawnPicture();
  const sized = runToEnd(resize(picture, 56, 48));
  const coarse = coarseOf(sized);
  const refined = runToEnd(refineMatte(coarse, picture, {}, sized));
  const model = runToEnd(buildColourModel(picture, refined));
  const found = await accelerator.makeCutout(coarse, picture, {}, sized);
  const faults = [
    compare('resized picture', (await accelerator.resize(picture, 56, 48)).data, sized.data),
    compare('enlarged picture', (await accelerator.resize(sized, 64, 80)).data, runToEnd(resize(sized, 64, 80)).data),
    compare(
      'input',
      levels((await inputOf(accelerator, sized)).data),
      levels(runToEnd(toTensor(sized, SPEC, INPUT)).data),
    ),
    compare('veto', toBytes(await accelerator.read(await accelerator.veto(SURE, coarse))), toBytes(veto(SURE, coarse))),
    compare('matte', found.matte.data, runToEnd(estimateAlpha(picture, refined, model)).data),
    compare('cutout', found.cutout.data, runToEnd(estimateForeground(picture, found.matte, model)).data),
  ];
  return faults.find((fault) => fault);
}

/** The golden person's coarse matte: all but the wall, which is light and bluish. */
function coarseOf({ width, height, data }: Picture): Tensor {
  const share = (value: number) => Math.min(1, Math.max(0, value));
  const alpha = Float32Array.from({ length: width * height }, (_, i) => {
    const [red, green, blue] = data.subarray(i * 4);
    return 1 - share((blue - red) / 27) * share((green - 110) / 31);
  });
  return { dims: [1, 1, height, width], data: alpha };
}

const SURE: Tensor = { dims: [1, 1, 40, 40], data: new Float32Array(40 * 40).fill(1) };
const toBytes = ({ data }: Tensor): Float32Array => data.map((alpha) => alpha * 255);

const INPUT = { width: 40, height: 32 };

const inputOf = async (accelerator: Accelerator, picture: Picture) =>
  accelerator.read(await accelerator.toTensor(picture, SPEC, INPUT));

/** Normalised values on the scale of the pixels that they were made of. */
const levels = (values: Float32Array): Float32Array =>
  values.map((value, i) => {
    const c = Math.trunc((i * 3) / values.length);
    return (value * SPEC.std[c] + SPEC.mean[c]) * 255;
  });

/**
 * The golden picture as a file might have it: colour at half the resolution of luma, blocks of 8 × 8; transparent at its
 * lower end.
 */
function drawnPicture(): Picture {
  const { width, height, data } = goldenPicture(80);
  const picture = newPicture(width, height);
  const lumaAt = (at: number) => 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const corner = ((y & ~1) * width + (x & ~1)) * 4;
      const quantised = ((x >> 3) + (y >> 3)) % 2 ? 2 : -2;
      const block = [corner, corner + 4, corner + width * 4, corner + width * 4 + 4];
      for (let c = 0; c < 3; c++) {
        const colour = block.reduce((sum, of) => sum + data[of + c] - lumaAt(of), 0) / 4;
        picture.data[at + c] = lumaAt(at) + colour + quantised;
      }
      picture.data[at + 3] = Math.min(255, ((height - y) * 1024) / height);
    }
  }
  return picture;
}

function compare(what: string, found: ArrayLike<number>, expected: ArrayLike<number>): string | undefined {
  if (found.length !== expected.length) return `its ${what} has ${found.length} values in place of ${expected.length}`;
  let worst = 0;
  for (let i = 0; i < found.length; i++)
    worst = Math.max(
      worst,
      Math.abs(found[i] - expected[i]) || (found[i] === expected[i] ? 0 : Number.POSITIVE_INFINITY),
    );
  return worst <= TOLERANCE ? undefined : reason('wrong-stage', what, worst.toFixed(0));
}
