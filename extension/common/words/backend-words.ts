import type { EngineStatus } from '../../../shared/web/engine-worker/client.ts';
import { t } from './words.ts';

type Ran = NonNullable<EngineStatus['backend']>;

/** What pictures are cut out on, as a sentence. */
export function engineWords(backend: Ran | undefined, threads: number): string {
  if (!backend) return t('noBackend');
  return backend === 'remote' ? t('runsRemote') : t('runsOn', backendWords(backend, threads));
}

/** A backend in words. */
export function backendWords(backend: Ran, threads: number): string {
  switch (backend) {
    case 'webgpu-f16':
      return t('backendWebgpuF16');
    case 'webgpu':
      return t('backendWebgpu');
    case 'wasm':
      return t('backendWasm', String(threads));
    case 'remote':
      return t('backendRemote');
  }
}
