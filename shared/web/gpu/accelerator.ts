import { sha256 } from '../../hash.ts';
import { type Picture, sizeOf, type Tensor } from '../../image/picture.ts';
import { type Accelerator, TooLarge } from '../../inference/accelerator.ts';
import { toTensor } from '../../inference/tensor.ts';
import { noiseOf } from '../../matting/noise.ts';
import { veto } from '../../person/veto.ts';
import { testAccelerator } from '../../pipeline/accelerator-test.ts';
import { runToEnd } from '../../steps.ts';
import { createGpu, type Recorder } from './gpu.ts';
import { KERNELS, type Kernels } from './kernels.ts';
import { recordMixedBand } from './mixed-band.ts';
import { recordRefineMatte } from './refine-matte.ts';
import type { Residents } from './residents.ts';
import { recordResize } from './resize.ts';
import { recordTensor } from './tensor.ts';
import { recordVeto } from './veto.ts';

/**
 * The stages as compute shaders on the device that the runtime works on.
 *
 * @param residents shared with the runner, so that its inputs and outputs stay where they are.
 * @param timeLimitMs how long the device may take for one answer.
 */
export async function createAccelerator(
  device: GPUDevice,
  residents: Residents,
  timeLimitMs: number,
  kernels: Kernels = KERNELS,
): Promise<Accelerator> {
  const gpu = createGpu(device, kernels, timeLimitMs);

  const bufferOf = (recorder: Recorder, value: Picture | Tensor): GPUBuffer => {
    const known = residents.bufferOf(value);
    if (known) return known;
    const buffer = recorder.upload(value.data);
    residents.add(value, buffer);
    return buffer;
  };

  /** A tensor in a buffer; its values are made by this thread, if it comes to that: the device may be gone by then. */
  const tensorAt = (buffer: GPUBuffer, dims: readonly number[], again: () => Tensor): Tensor => {
    let data: Float32Array<ArrayBuffer> | undefined;
    const tensor = {
      dims,
      get data() {
        data ??= again().data;
        return data;
      },
    };
    residents.add(tensor, buffer);
    return tensor;
  };

  const accelerator: Accelerator = {
    id: await sha256(new TextEncoder().encode(Object.values(kernels).join())),
    async resize(picture, width, height) {
      if (!gpu.fits(picture.data.length)) throw new TooLarge();
      const [buffer] = await gpu.record((recorder) => [
        recordResize(recorder, bufferOf(recorder, picture), picture, { width, height }),
      ]);
      const [bytes] = await gpu.read([buffer, width * height * 4]);
      const data = new Uint8ClampedArray(bytes);
      const resized: Picture = { width, height, data };
      residents.add(resized, buffer);
      return resized;
    },
    async toTensor(picture, spec, to) {
      const [buffer] = await gpu.record((recorder) => {
        const source = bufferOf(recorder, picture);
        const isSized = picture.width === to.width && picture.height === to.height;
        return [recordTensor(recorder, isSized ? source : recordResize(recorder, source, picture, to), to, spec)];
      });
      return tensorAt(buffer, [1, 3, to.height, to.width], () => runToEnd(toTensor(picture, spec, to)));
    },
    async veto(portrait, lite) {
      const [buffer] = await gpu.record((recorder) => {
        const [alpha, mask] = [bufferOf(recorder, portrait), bufferOf(recorder, lite)];
        return [recordVeto(recorder, alpha, sizeOf(portrait), mask, sizeOf(lite))];
      });
      return tensorAt(buffer, portrait.dims, () => veto(portrait, lite));
    },
    async makeCutout(coarse, picture, options, copy) {
      // Matte and cutout are read together.
      if (!gpu.fits(picture.data.length * 1.25)) throw new TooLarge();
      const { width, height } = picture;
      const size = sizeOf(coarse);
      const noise = noiseOf(picture);
      const [alpha, pixels] = await gpu.record((recorder) => {
        const [guide, small] = [bufferOf(recorder, picture), bufferOf(recorder, copy)];
        const isSized = copy.width === size.width && copy.height === size.height;
        const buffers = {
          coarse: bufferOf(recorder, coarse),
          small: isSized ? small : recordResize(recorder, small, copy, size),
          guide,
        };
        return recordMixedBand(
          recorder,
          guide,
          recordRefineMatte(recorder, buffers, size, picture, options),
          picture,
          noise,
        );
      });
      const [matte, cutout] = await gpu.read([alpha, width * height], [pixels, width * height * 4]);
      return {
        matte: { width, height, data: new Uint8ClampedArray(matte) },
        cutout: { width, height, data: new Uint8ClampedArray(cutout) },
      };
    },
    async read(tensor) {
      const buffer = residents.bufferOf(tensor);
      if (!buffer) return tensor;
      const bytes = tensor.dims.reduce((product, side) => product * side, 4);
      const [values] = await gpu.read([buffer, bytes]);
      return { dims: tensor.dims, data: new Float32Array(values) };
    },
    test: () => testAccelerator(accelerator),
    release() {
      residents.clear();
      gpu.release();
    },
  };
  return accelerator;
}
