import { withinTime } from '../../inference/time-limit.ts';
import type { KernelName, Kernels } from './kernels.ts';

/** The fields of a kernel's `Params`, whole numbers first. */
export interface Params {
  readonly u32?: readonly number[];
  readonly f32?: readonly number[];
}

/** Records the work of the GPU. */
export interface Recorder {
  /** A new buffer; ends with this work, unless it is the result. */
  buffer(bytes: number): GPUBuffer;
  /** A new buffer with these values; lives until the GPU's `release`. */
  upload(values: Float32Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer>): GPUBuffer;
  /** Runs a kernel once for each of `width × height` points. */
  run(kernel: KernelName, params: Params, buffers: readonly GPUBuffer[], width: number, height: number): void;
}

/** A device that others use, too. */
export interface Gpu {
  /**
   * Runs all that `work` records on the GPU, in one submission.
   *
   * @returns the buffers that `work` returns, which live until `release`.
   * @throws Error with the device's words, when it refuses.
   */
  record<Results extends readonly GPUBuffer[]>(work: (recorder: Recorder) => Results): Promise<Results>;
  /**
   * Reads the first `bytes` of each buffer, all at once.
   *
   * @throws Error when the device is lost, Overdue when it does not answer in time.
   */
  read(...parts: readonly (readonly [buffer: GPUBuffer, bytes: number])[]): Promise<ArrayBuffer[]>;
  /** Whether a buffer may be so large. */
  fits(bytes: number): boolean;
  /** Frees all buffers made so far. */
  release(): void;
}

const GROUP = 8;
const FAULTS = ['validation', 'out-of-memory', 'internal'] as const;

type Pipelines = Readonly<Record<KernelName, GPUComputePipeline>>;

/** Compiles all kernels at once, asynchronously. */
async function compile(device: GPUDevice, kernels: Kernels): Promise<Pipelines> {
  device.pushErrorScope('validation');
  const pipelines = Object.entries(kernels).map(async ([label, code]) => {
    const module = device.createShaderModule({ label, code });
    const compute = { module, entryPoint: 'main' };
    return [label, await device.createComputePipelineAsync({ label, layout: 'auto', compute })];
  });
  const all = Promise.all(pipelines);
  all.catch(() => {});
  const fault = await device.popErrorScope();
  if (fault) throw new Error(fault.message);
  return Object.fromEntries(await all) as Pipelines;
}

/** Starts to compile `kernels` at once. */
export function createGpu(device: GPUDevice, kernels: Kernels, timeLimitMs: number): Gpu {
  const compiled = compile(device, kernels);
  compiled.catch(() => {});
  const buffers = new Set<GPUBuffer>();

  const newBuffer = (bytes: number, usage: GPUBufferUsageFlags, mappedAtCreation = false): GPUBuffer => {
    const buffer = device.createBuffer({ size: Math.ceil(bytes / 16) * 16, usage, mappedAtCreation });
    buffers.add(buffer);
    return buffer;
  };

  const free = (buffer: GPUBuffer): void => {
    buffers.delete(buffer);
    buffer.destroy();
  };

  const newParams = ({ u32 = [], f32 = [] }: Params): GPUBuffer => {
    const buffer = newBuffer(4 * (u32.length + f32.length), GPUBufferUsage.UNIFORM, true);
    const mapped = buffer.getMappedRange();
    new Uint32Array(mapped).set(u32);
    new Float32Array(mapped).set(f32, u32.length);
    buffer.unmap();
    return buffer;
  };

  const STORAGE = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const recorderOf = (pass: GPUComputePassEncoder, pipelines: Pipelines, passing: Set<GPUBuffer>): Recorder => ({
    buffer(bytes) {
      const buffer = newBuffer(bytes, STORAGE);
      passing.add(buffer);
      return buffer;
    },
    upload(values) {
      const buffer = newBuffer(values.byteLength, STORAGE);
      device.queue.writeBuffer(buffer, 0, values);
      return buffer;
    },
    run(kernel, params, bound, width, height) {
      const pipeline = pipelines[kernel];
      pass.setPipeline(pipeline);
      const own = newParams(params);
      passing.add(own);
      const entries = [own, ...bound].map((buffer, binding) => ({ binding, resource: { buffer } }));
      pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
      pass.dispatchWorkgroups(Math.ceil(width / GROUP), Math.ceil(height / GROUP));
    },
  });

  /** Catches only the errors of `work`: the runtime uses the same device. */
  const checked = async <Result>(work: () => Result): Promise<Result> => {
    for (const fault of FAULTS) device.pushErrorScope(fault);
    let result: Result;
    let faults: Promise<(GPUError | null)[]>;
    try {
      result = work();
    } finally {
      faults = Promise.all(FAULTS.map(() => device.popErrorScope()));
      faults.catch(() => {});
    }
    const fault = (await withinTime(faults, timeLimitMs)).find((found) => found);
    if (fault) throw new Error(fault.message);
    return result;
  };

  return {
    async record(work) {
      const pipelines = await withinTime(compiled, timeLimitMs);
      return checked(() => {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        const passing = new Set<GPUBuffer>();
        const results = work(recorderOf(pass, pipelines, passing));
        pass.end();
        device.queue.submit([encoder.finish()]);
        for (const buffer of passing) if (!results.includes(buffer)) free(buffer);
        return results;
      });
    },
    async read(...parts) {
      const sizes = parts.map(([, bytes]) => Math.ceil(bytes / 8) * 8);
      const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
      const staging = await checked(() => {
        const copy = newBuffer(size, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
        const encoder = device.createCommandEncoder();
        let offset = 0;
        for (const [i, [buffer]] of parts.entries()) {
          encoder.copyBufferToBuffer(buffer, 0, copy, offset, sizes[i]);
          offset += sizes[i];
        }
        device.queue.submit([encoder.finish()]);
        return copy;
      });
      await withinTime(staging.mapAsync(GPUMapMode.READ), timeLimitMs);
      let offset = 0;
      const values = parts.map(([, bytes], i) => {
        const part = staging.getMappedRange(offset, sizes[i]).slice(0, bytes);
        offset += sizes[i];
        return part;
      });
      free(staging);
      return values;
    },
    fits: (bytes) => bytes <= Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize),
    release() {
      for (const buffer of buffers) free(buffer);
    },
  };
}
