import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { findArtifact, type Network } from '../../../shared/inference/catalog.ts';
import { openRunner } from '../../../shared/inference/runner.ts';
import { inputSize } from '../../../shared/inference/tensor.ts';
import { readCatalog } from '../../../shared/node/node-engine.ts';
import { DRAWER_INPUT_PIXELS, DRAWER_SESSION } from '../../../worker/inference/session.ts';

const MODELS = 'models/dist';

/** Pictures of every shape, those whose input is the largest among them. */
const SHAPES = [
  [1, 1],
  [3, 4],
  [4, 3],
  [241, 272],
  [48, 1365],
  [1365, 48],
] as const;

/** The memory of onnxruntime-web, in bytes, after all networks ran on every shape as the Worker runs them. */
export async function runtimeBytes(): Promise<number> {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, [descriptor]) {
      const memory = new target(descriptor);
      made.push(memory);
      return memory;
    },
  });
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const catalog = await readCatalog(MODELS);
  const open = async (network: Network, precision: 'fp32' | 'int8', options = {}) => {
    const artifact = findArtifact(catalog, network, precision);
    if (!artifact) throw new Error(`The catalog has no ${network} in ${precision}.`);
    const bytes = new Uint8Array(await readFile(join(MODELS, artifact.file)));
    const runner = await openRunner(ort, artifact, bytes, 'wasm', options);
    return async (shape: { width: number; height: number }) => {
      const { width, height } = inputSize(shape, artifact.input.size, DRAWER_INPUT_PIXELS);
      await runner.run({ dims: [1, 3, height, width], data: new Float32Array(3 * width * height) });
    };
  };
  const lite = await open('lite', 'fp32');
  const portrait = await open('portrait-s', 'int8', DRAWER_SESSION);
  const face = await open('face', 'fp32');
  for (const [width, height] of SHAPES) {
    await lite({ width, height });
    await face({ width, height });
    await portrait({ width: width * 512, height: height * 512 });
  }
  WebAssembly.Memory = Memory;
  return made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
