import { env, pipeline } from '@huggingface/transformers';
import type { CutOut } from './cut-out.ts';

const at = (path: string) => new URL(path, import.meta.url).href;
env.remoteHost = at('models/');
env.remotePathTemplate = '{model}/';
const { wasm } = env.backends.onnx;
wasm.wasmPaths = {
  mjs: at('ort/ort-wasm-simd-threaded.asyncify.mjs'),
  wasm: at('ort/ort-wasm-simd-threaded.asyncify.wasm'),
};
wasm.numThreads = navigator.hardwareConcurrency;

let opened: ReturnType<typeof pipeline> | undefined;

export const cutOut: CutOut = async (picture) => {
  opened ??= pipeline('background-removal', 'Xenova/modnet', { device: 'wasm', dtype: 'fp32' });
  const remove = await opened;
  return { cutout: await (await remove(picture)).toBlob('image/png') };
};
