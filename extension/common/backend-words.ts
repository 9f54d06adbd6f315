import type { EngineStatus } from '../../shared/web/client.ts';
import { t } from './words.ts';

type Ran = NonNullable<EngineStatus['backend']>;

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
