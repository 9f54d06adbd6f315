import type { OrtBuild } from '../../shared/web/ort.ts';
import { createWorkerClient } from '../../shared/web/worker-client.ts';
import { browser } from '../common/browser.ts';
import { serveEngine } from './serve.ts';

const IDLE_MS = 120_000;

/**
 * Starts the engine of this document.
 *
 * @param ortBuild the runtime that this browser's build packages.
 * @param onIdle called after the networks were freed, when nobody wanted anything for two minutes.
 */
export function startEngine(ortBuild: OrtBuild, onIdle: () => void = () => {}): void {
  const client = createWorkerClient({
    workerUrl: browser.runtime.getURL('engine/worker.js'),
    ortBase: browser.runtime.getURL('ort/'),
    ortBuilds: [ortBuild],
    modelsBase: browser.runtime.getURL('models/'),
  });
  serveEngine(client, {
    idleMs: IDLE_MS,
    onIdle: () => {
      client.dispose();
      onIdle();
    },
  });
}
