import { composeOnColour } from '../../../shared/image/compose.ts';
import type { Picture, Tensor } from '../../../shared/image/picture.ts';
import { resize } from '../../../shared/image/resize.ts';
import type { Accelerator } from '../../../shared/inference/accelerator.ts';
import type { InputSpec } from '../../../shared/inference/catalog.ts';
import { toTensor } from '../../../shared/inference/tensor.ts';
import { estimateAlpha } from '../../../shared/matting/bayesian-alpha.ts';
import { buildColourModel } from '../../../shared/matting/colour-model.ts';
import { estimateForeground } from '../../../shared/matting/foreground.ts';
import { type RefineOptions, refineMatte } from '../../../shared/matting/guided-filter.ts';
import { veto } from '../../../shared/person/veto.ts';
import { testAccelerator } from '../../../shared/pipeline/accelerator-test.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { createAccelerator } from '../../../shared/web/gpu/accelerator.ts';
import { KERNELS } from '../../../shared/web/gpu/kernels.ts';
import { createResidents } from '../../../shared/web/gpu/residents.ts';
import { drawnCoarse, drawnScene } from '../../bench/scene.ts';
import type { StageTimes } from './gpu-page.ts';

/** Runs in a page: the accelerator on a device of its own, without a runtime. */
const TIME_LIMIT_MS = 60_000;

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('There is no adapter.');
  return adapter.requestDevice();
}

async function open(device: GPUDevice, changed: Partial<typeof KERNELS> = {}): Promise<Accelerator> {
  const residents = createResidents({ Tensor: undefined as never });
  return createAccelerator(device, residents, TIME_LIMIT_MS, { ...KERNELS, ...changed });
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
};

const SPEC: InputSpec = {
  name: 'input',
  layout: 'NCHW',
  size: { policy: 'multiple', multiple: 8, shortSide: 64 },
  mean: [0, 0, 0],
  std: [1 / 255, 1 / 255, 1 / 255],
};

/** What `Accelerator.makeCutout` stands for. */
function finished(coarse: Tensor, picture: Picture, sized: Picture, options: RefineOptions = {}) {
  const refined = runToEnd(refineMatte(coarse, picture, options, sized));
  const model = runToEnd(buildColourModel(picture, refined));
  const matte = runToEnd(estimateAlpha(picture, refined, model));
  return { matte, cutout: runToEnd(estimateForeground(picture, matte, model)) };
}

/** How far the GPU's matte and cutout are from this thread's. */
async function apart(accelerator: Accelerator, ...given: Parameters<Accelerator['makeCutout']>) {
  const [coarse, picture, options, sized] = given;
  const [gpu, cpu] = [await accelerator.makeCutout(...given), finished(coarse, picture, sized, options)];
  return { matte: worst(gpu.matte.data, cpu.matte.data), ...onColours(gpu.cutout, cpu.cutout) };
}

/** Of what is seen: colours where alpha is next to nothing may be anything. */
const onColours = (a: Picture, b: Picture) => ({
  'cutout on black': worst(composeOnColour(a, [0, 0, 0]).data, composeOnColour(b, [0, 0, 0]).data),
  'cutout on white': worst(composeOnColour(a, [255, 255, 255]).data, composeOnColour(b, [255, 255, 255]).data),
});

const named = (suffix: string, found: Record<string, number>) =>
  Object.fromEntries(Object.entries(found).map(([name, difference]) => [`${name} ${suffix}`, difference]));

/** A copy of the picture that has another size than the coarse matte, and other colours than the picture. */
function copyOf(picture: Picture): Picture {
  const copy = runToEnd(resize(picture, 200, 130));
  for (let i = 0; i < copy.data.length; i += 4) copy.data[i] = 255 - copy.data[i];
  return copy;
}

const PREVIEW = { radius: 3, reach: 3 };

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function median(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await timed(work));
  return times.sort((a, b) => a - b)[runs >> 1];
}

window.gpu = {
  async fault(change) {
    const changed: Partial<typeof KERNELS> = {};
    if (change) {
      const { kernel, find, replace } = change;
      if (!KERNELS[kernel].includes(find)) throw new Error(`${kernel}.wgsl has no ${find}`);
      changed[kernel] = KERNELS[kernel].replace(find, replace);
    }
    const device = await openDevice();
    try {
      return await testAccelerator(await open(device, changed));
    } finally {
      device.destroy();
    }
  },
  async differences() {
    const device = await openDevice();
    const accelerator = await open(device);
    const picture = drawnScene(150, 113);
    const sized = await accelerator.resize(picture, 96, 64);
    const coarse = drawnCoarse(96, 64);
    const [wide, tall] = [drawnScene(401, 260), drawnScene(90, 701)];
    const lite = drawnCoarse(256, 200);
    lite.data.fill(0, 0, 256 * 90);
    const found = {
      resize: worst(sized.data, runToEnd(resize(picture, 96, 64)).data),
      enlarge: worst((await accelerator.resize(picture, 217, 151)).data, runToEnd(resize(picture, 217, 151)).data),
      tensor: worst(
        (await accelerator.read(await accelerator.toTensor(sized, SPEC, { width: 96, height: 64 }))).data,
        runToEnd(toTensor(sized, SPEC, { width: 96, height: 64 })).data,
      ),
      'resized tensor': worst(
        (await accelerator.read(await accelerator.toTensor(sized, SPEC, { width: 48, height: 32 }))).data,
        runToEnd(toTensor(sized, SPEC, { width: 48, height: 32 })).data,
      ),
      veto: 255 * worst((await accelerator.read(await accelerator.veto(coarse, lite))).data, veto(coarse, lite).data),
      ...(await apart(accelerator, coarse, picture, {}, sized)),
      ...named('by another size', await apart(accelerator, drawnCoarse(64, 64), wide, PREVIEW, copyOf(wide))),
      ...named('of a tall one', await apart(accelerator, drawnCoarse(64, 128), tall, {}, copyOf(tall))),
    };
    device.destroy();
    return found;
  },
  async adapter() {
    const adapter = await navigator.gpu.requestAdapter();
    const { vendor = '', architecture = '', description = '', isFallbackAdapter = false } = adapter?.info ?? {};
    const name = [vendor, architecture, description].filter(Boolean).join(' ');
    return { name, isSoftware: isFallbackAdapter || name.includes('swiftshader') };
  },
  async times({ width, height, runs }) {
    const device = await openDevice();
    const accelerator = await open(device);
    const picture = drawnScene(width, height);
    const coarse = drawnCoarse(768, 512);
    const sized = runToEnd(resize(picture, 768, 512));
    const stages: Record<string, [() => Promise<unknown>, () => unknown]> = {
      resize: [() => accelerator.resize(picture, 768, 512), () => runToEnd(resize(picture, 768, 512))],
      veto: [
        async () => accelerator.read(await accelerator.veto(coarse, drawnCoarse(256, 256))),
        () => veto(coarse, drawnCoarse(256, 256)),
      ],
      'refine to foreground': [
        () => accelerator.makeCutout(coarse, picture, {}, sized),
        () => finished(coarse, picture, sized),
      ],
    };
    const found: Record<string, StageTimes> = {};
    for (const [stage, [onGpu, onCpu]] of Object.entries(stages)) {
      // Each time the picture has to get there, as in a job.
      const gpu = async () => {
        accelerator.release();
        await onGpu();
      };
      const first = await timed(gpu);
      found[stage] = { first, gpu: await median(runs, gpu), cpu: await median(runs, async () => onCpu()) };
    }
    device.destroy();
    return found;
  },
  async afterLoss() {
    const device = await openDevice();
    const accelerator = await open(device);
    const sized = await accelerator.resize(drawnScene(64, 48), 32, 24);
    const input = await accelerator.toTensor(sized, SPEC, { width: 32, height: 24 });
    device.destroy();
    const said = await accelerator.resize(drawnScene(64, 48), 16, 12).then(
      () => 'nothing',
      (thrown) => String(thrown),
    );
    return { said, input: worst(input.data, runToEnd(toTensor(sized, SPEC, { width: 32, height: 24 })).data) };
  },
};
