import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { findArtifact, type Network } from '../../../shared/inference/catalog.ts';
import { openRunner } from '../../../shared/inference/runner.ts';
import { inputSize } from '../../../shared/inference/tensor.ts';
import { readCatalog } from '../../../shared/node/node-engine.ts';
import { DRAWER_INPUT_PIXELS, SMALL_SESSION } from '../../../worker/inference/session.ts';

const MODELS = 'models/dist';

/** Pictures of every shape, those whose input is the largest among them. */
const SHAPES = [
  [1, 1],
  [3, 4],
  [4, 3],
  [16, 250],
  [250, 16],
  [16, 130],
  [130, 16],
] as const;

/** So often whole people and parts are cut out in turns. */
const TURNS = 4;

/** The memory of onnxruntime-web, in bytes. */
export interface RuntimeBytes {
  /** After all networks of whole people ran on every shape as the Worker runs them. */
  readonly whole: number;
  /** After *parts* ran, too, in turns with them. */
  readonly parts: number;
}

/** The memory that the runtime takes: it is never given back. */
export async function runtimeBytes(): Promise<RuntimeBytes> {
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
    return {
      close: () => runner.dispose(),
      run: async (shape: { width: number; height: number }) => {
        const { width, height } = inputSize(shape, artifact.input.size, DRAWER_INPUT_PIXELS);
        await runner.run({ dims: [1, 3, height, width], data: new Float32Array(3 * width * height) });
      },
    };
  };
  /** One request's networks after the other, as they are opened and closed. */
  const turn = async (shapes: readonly (readonly [number, number])[], isOfPart: boolean) => {
    const lite = await open('lite', 'fp32');
    const portrait = await open('portrait-s', 'int8', SMALL_SESSION);
    const face = await open('face', 'fp32');
    for (const [width, height] of shapes) {
      await lite.run({ width, height });
      await face.run({ width, height });
      await portrait.run({ width: width * 512, height: height * 512 });
    }
    const whole = bytes();
    for (const one of [portrait, lite, face]) await one.close();
    if (!isOfPart) return whole;
    const parts = await open('parts', 'int8', SMALL_SESSION);
    for (const _ of [1, 2]) await parts.run({ width: 1, height: 1 });
    await parts.close();
    return bytes();
  };
  const bytes = () => made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  const whole = await turn(SHAPES, false);
  let parts = 0;
  for (let i = 0; i < TURNS; i++) parts = await turn(i % 2 ? SHAPES : SHAPES.slice(0, 1), true);
  WebAssembly.Memory = Memory;
  return { whole, parts };
}
