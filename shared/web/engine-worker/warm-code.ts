import type { Tensor } from '../../image/picture.ts';
import type { InputSpec } from '../../inference/catalog.ts';
import type { Engine } from '../../inference/engine.ts';
import { goldenPicture } from '../../inference/golden.ts';
import { cutOut } from '../../pipeline/cutout.ts';

/** Side of what is cut out: enough for loops to be seen as such. */
const SIDE = 384;
const INPUT: InputSpec = {
  name: 'drawn',
  layout: 'NCHW',
  size: { policy: 'fixed', width: 128, height: 128 },
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

/**
 * Cuts a drawn picture out once, with no network: browsers are slow at code they have not yet run, and this is done
 * while the runtime is compiled, beside this thread.
 *
 * @returns whether it went through every stage, preview and result.
 */
export async function warmCode(): Promise<boolean> {
  let isSeen = false;
  const onPreview = () => {
    isSeen = true;
  };
  const { person } = await cutOut(goldenPicture(SIDE), DRAWN_ENGINE, { network: 'lite' }, { onPreview });
  return isSeen && person !== 'no';
}

/** Sees a disc with a soft edge in everything. */
const DRAWN_ENGINE: Engine = {
  prepare: async () => 'wasm',
  backendOf: () => 'wasm',
  inputOf: () => INPUT,
  async infer(_network, { dims }): Promise<Tensor> {
    const [, , height, width] = dims;
    const data = Float32Array.from({ length: width * height }, (_, i) => {
      const distance = Math.hypot((i % width) / width - 0.5, Math.floor(i / width) / height - 0.5);
      return Math.min(1, Math.max(0, (0.3 - distance) * 60));
    });
    return { dims: [1, 1, height, width], data };
  },
  async dispose() {},
};
