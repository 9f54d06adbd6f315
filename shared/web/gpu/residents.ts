import type * as Ort from 'onnxruntime-web';
import type { Tensor } from '../../image/picture.ts';
import type { Residence } from '../../inference/runner.ts';

/** Which pictures and tensors a GPU has a copy of. */
export interface Residents extends Residence {
  bufferOf(value: object): GPUBuffer | undefined;
  add(value: object, buffer: GPUBuffer): void;
  /** Forgets all, and gives the runtime's outputs back to it. */
  clear(): void;
}

/** Of nothing there is a copy at first. */
export function createResidents(ort: Pick<typeof Ort, 'Tensor'>): Residents {
  let buffers = new WeakMap<object, GPUBuffer>();
  const outputs = new Set<Ort.Tensor>();
  return {
    bufferOf: (value) => buffers.get(value),
    add: (value, buffer) => void buffers.set(value, buffer),
    find(input: Tensor) {
      const buffer = buffers.get(input);
      return buffer && ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: input.dims });
    },
    keep(answer, output) {
      outputs.add(output);
      buffers.set(answer, output.gpuBuffer);
    },
    clear() {
      buffers = new WeakMap();
      for (const output of outputs) output.dispose();
      outputs.clear();
    },
  };
}
