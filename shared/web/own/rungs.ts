import { artifactOfCard } from '../../inference/card.ts';
import type { BackendChoice } from '../../inference/engine.ts';
import { openTested, type Rung, TIME_LIMIT_MS } from '../../inference/ladder.ts';
import { ownTest } from '../../inference/own/self-test.ts';
import { adapterIdentity, requestAdapter } from '../adapter.ts';
import { importOrt } from '../runtime/ort.ts';
import { forgetVerdictsOf, verdicts } from '../verdicts.ts';
import type { EngineSettings } from '../web-engine.ts';
import { type KeptNetwork, keepOutcomes, keptNetwork } from './kept.ts';
import type { Outcome, OwnBackend } from './protocol.ts';
import { openOwn } from './runner.ts';

/**
 * The backends for a network of one's own, best first. Each is tested with it, WASM as well, and runs it in a worker by itself.
 *
 * @param runtime the version of onnxruntime-web, for which verdicts hold.
 */
export function ownRungs({ card, file }: KeptNetwork, settings: EngineSettings, runtime: string): Rung[] {
  const { ownWorkerUrl = '', ortBase, ortBuilds, backend: start = 'auto', gpuTimeLimitMs: limit } = settings;
  const { allowSoftwareGpu = false } = settings;
  const identities = {
    webgpu: async () => adapterIdentity(await requestAdapter({ allowSoftwareGpu }), navigator.userAgent, runtime),
    wasm: async () => [navigator.userAgent, runtime].join('|'),
  };
  return backendsFrom(start).map((backend) => ({
    backend,
    ownTest,
    artifact: artifactOfCard(card),
    identity: identities[backend],
    open: () =>
      openOwn(ownWorkerUrl, { card, file, backend, ortBase, ortBuilds, allowSoftwareGpu }, limit ?? TIME_LIMIT_MS),
  }));
}

const backendsFrom = (start: BackendChoice): readonly OwnBackend[] =>
  start === 'wasm' ? ['wasm'] : ['webgpu', 'wasm'];

/**
 * Tests a kept network on every backend anew, and keeps what came of it.
 *
 * @param id of the network.
 */
export async function tryOwn(id: string, settings: EngineSettings): Promise<readonly Outcome[]> {
  const kept = await keptNetwork(id);
  if (!kept) return [];
  await forgetVerdictsOf(kept.card.sha256);
  const outcomes: Outcome[] = [];
  const { env } = await importOrt(settings.ortBase, settings.ortBuilds);
  for (const rung of ownRungs(kept, { ...settings, backend: 'auto' }, env.versions.web ?? '')) {
    const backend = rung.backend as OwnBackend;
    outcomes.push(
      await openTested(rung, settings.gpuTimeLimitMs ?? TIME_LIMIT_MS, verdicts()).then(
        async (runner) => {
          await runner.dispose();
          return { backend };
        },
        (thrown: unknown) => ({ backend, fault: thrown instanceof Error ? thrown.message : String(thrown) }),
      ),
    );
  }
  await keepOutcomes(id, outcomes);
  return outcomes;
}
