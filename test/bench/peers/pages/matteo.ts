import { CutoutError } from '../../../../shared/errors.ts';
import { createWorkerClient } from '../../../../shared/web/engine-worker/worker-client.ts';
import type { CutOut } from './cut-out.ts';

const at = (path: string) => new URL(path, import.meta.url).href;
const client = createWorkerClient({ workerUrl: at('worker.js'), ortBase: at('ort/'), modelsBase: at('models/') });

export const cutOut: CutOut = async (picture, onVisible) => {
  try {
    const answer = await client.cutOut({ picture, outputs: ['cutout'], backend: 'wasm' }, { onPreview: onVisible });
    return { cutout: answer.cutout, milliseconds: answer.milliseconds };
  } catch (thrown) {
    if (thrown instanceof CutoutError && thrown.code === 'no-person') return { cutout: undefined };
    throw thrown;
  }
};
