import { createWorkerClient } from '../../shared/web/engine-worker/worker-client.ts';
import type { OrtBuild } from '../../shared/web/runtime/ort.ts';
import { browser } from '../common/browser/browser.ts';
import type { EngineChanges } from './changes.ts';
import { type EngineHooks, serveEngine } from './serve.ts';

declare const ENGINE_CHANGES: EngineChanges;

const { idleMs = 120_000, ...changes } = ENGINE_CHANGES;

/**
 * Starts the engine of this document.
 *
 * @param ortBuild the runtime that this browser's build packages.
 * @returns has runtime and lite loaded, for a picture that is on its way.
 */
export function startEngine(ortBuild: OrtBuild, { onIdle = () => {}, onJobs }: EngineHooks): () => void {
  const client = createWorkerClient({
    workerUrl: browser.runtime.getURL('engine/worker.js'),
    ownWorkerUrl: browser.runtime.getURL('engine/own-worker.js'),
    ortBase: browser.runtime.getURL('ort/'),
    ortBuilds: [ortBuild],
    modelsBase: browser.runtime.getURL('models/'),
    ...changes,
  });
  return serveEngine(client, {
    idleMs,
    onJobs,
    onIdle: () => {
      client.dispose();
      onIdle();
    },
  });
}
