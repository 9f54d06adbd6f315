import { CutoutError } from '../errors.ts';
import type { Accelerator } from '../inference/accelerator.ts';
import { type Artifact, type Catalog, IN_PLACE_OF, type Network, parseCatalog } from '../inference/catalog.ts';
import type { BackendChoice } from '../inference/engine.ts';
import { createLadder, type LadderEngine, type Rung, TIME_LIMIT_MS } from '../inference/ladder.ts';
import { openRunner, type Runner } from '../inference/runner.ts';
import { withinTime } from '../inference/time-limit.ts';
import { adapterIdentity, requestAdapter } from './adapter.ts';
import { createAccelerator } from './gpu/accelerator.ts';
import { createResidents } from './gpu/residents.ts';
import { planRungs } from './rungs.ts';
import { importOrt, type OrtBuild } from './runtime/ort.ts';
import { verdicts } from './verdicts.ts';

/** Where a browser's engine finds its files, and its first backend. */
export interface EngineSettings {
  /** URL of the folder with onnxruntime-web's files, ending in `/`. */
  readonly ortBase: string;
  /** The builds that are in it, best first. */
  readonly ortBuilds: readonly OrtBuild[];
  /** URL of the folder with `catalog.json` and the artifacts, ending in `/`. */
  readonly modelsBase: string;
  /** Use a GPU that is emulated in software: slower than WASM; only tests set it. */
  readonly allowSoftwareGpu?: boolean;
  /** Lowers the most pixels of a network's input; only tests set it. */
  readonly maxInputPixels?: number;
  /** Milliseconds a GPU may take for one answer before it is given up on; only tests set it. */
  readonly gpuTimeLimitMs?: number;
  /** The first backend of the network that draws the matte. Default: the fastest. */
  readonly backend?: BackendChoice;
  /** URL of the script of the Web Worker for a network of the person's own, if the host supports these. */
  readonly ownWorkerUrl?: string;
}

/** Callbacks while networks are opened. */
export interface EngineHooks {
  /** Called with the loaded share of portrait-s, 0..1. */
  onLoad?(fraction: number): void;
  /** A network is being opened on WASM: the first time the runtime is compiled, which leaves this thread idle. */
  onOpening?(): void;
  /** The rungs of a network of the person's own, which takes modnet's place; `runtime` is the runtime's version. */
  own?(runtime: string): readonly Rung[];
}

/**
 * The browser's engine; `planRungs` says which network runs on what. Each is fetched and opened at its first use.
 *
 * @throws CutoutError `unreachable` or `http-status` when the catalog can't be fetched, `artifact-mismatch` when it is none, `no-backend` when it lacks portrait-s or lite.
 */
export async function createWebEngine(settings: EngineSettings, hooks: EngineHooks = {}): Promise<LadderEngine> {
  const [ort, catalog] = await Promise.all([importOrt(settings.ortBase, settings.ortBuilds), fetchCatalog(settings)]);
  const planned = planRungs(catalog, settings.backend);
  let opening: Promise<unknown> = Promise.resolve();
  /** Opens one session at a time: the runtime starts with its first session, and fails if two are opened at once. */
  const inTurn = (open: () => Promise<Runner>): Promise<Runner> => {
    const opened = opening.then(open);
    opening = opened.catch(() => {});
    return opened;
  };
  const fetched = (artifact: Artifact, onLoad?: EngineHooks['onLoad']) =>
    fetchArtifact(new URL(artifact.file, settings.modelsBase), artifact, onLoad);
  const onWasm = (artifact: Artifact, onLoad?: EngineHooks['onLoad']): Rung => ({
    backend: 'wasm',
    artifact,
    async open() {
      const bytes = await fetched(artifact, onLoad);
      return inTurn(() => {
        const opened = openRunner(ort, artifact, bytes, 'wasm');
        hooks.onOpening?.();
        return opened;
      });
    },
  });
  const timeLimitMs = settings.gpuTimeLimitMs ?? TIME_LIMIT_MS;
  const residents = createResidents(ort);
  /** One per device, for all networks on it, so that a network can use results that another left on the GPU. */
  const accelerators = new WeakMap<GPUDevice, Accelerator>();
  const onGpu = (backend: 'webgpu' | 'webgpu-f16', artifact: Artifact, onLoad?: EngineHooks['onLoad']): Rung => {
    const adapter = () => requestAdapter(settings, backend === 'webgpu-f16' ? 'shader-f16' : undefined);
    return {
      backend,
      artifact,
      identity: async () => adapterIdentity(await adapter(), navigator.userAgent, ort.env.versions.web ?? ''),
      async open() {
        const bytes = await fetched(artifact, onLoad);
        return inTurn(async () => {
          ort.env.webgpu.adapter = await adapter();
          const options = { preferredOutputLocation: 'gpu-buffer' } as const;
          const opened = openRunner(ort, artifact, bytes, 'webgpu', options, residents);
          const runner = await withinTime(opened, timeLimitMs);
          // The runtime's own device, which it only has once a session is open.
          const device: GPUDevice = await ort.env.webgpu.device;
          const accelerator = accelerators.get(device) ?? (await createAccelerator(device, residents, timeLimitMs));
          accelerators.set(device, accelerator);
          const dispose = () => {
            accelerator.release();
            return runner.dispose();
          };
          return { ...runner, accelerator, dispose };
        });
      },
    };
  };
  const rungsOf = (network: Network, onLoad?: EngineHooks['onLoad']): Rung[] =>
    planned[network].map(({ backend, artifact }) =>
      backend === 'wasm' ? onWasm(artifact, onLoad) : onGpu(backend, artifact, onLoad),
    );
  const rungs = {
    'portrait-s': rungsOf('portrait-s', hooks.onLoad),
    // MODNet is loaded in the middle of a job, which has its own progress.
    [IN_PLACE_OF]: hooks.own?.(ort.env.versions.web ?? '') ?? rungsOf(IN_PLACE_OF),
    // These are small, so their loading is not reported.
    lite: rungsOf('lite'),
    face: rungsOf('face'),
    parts: rungsOf('parts', hooks.onLoad),
  };
  return createLadder(rungs, verdicts(), timeLimitMs);
}

async function fetchCatalog({ modelsBase }: EngineSettings): Promise<Catalog> {
  const response = await fetchOk(new URL('catalog.json', modelsBase));
  return parseCatalog(await response.text(), modelsBase);
}

async function fetchArtifact(
  url: URL,
  artifact: Artifact,
  onLoad?: EngineHooks['onLoad'],
): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = await fetchOk(url);
  const bytes = new Uint8Array(artifact.bytes);
  let filled = 0;
  try {
    for await (const chunk of body as ReadableStream<Uint8Array>) {
      if (filled + chunk.length > bytes.length) break;
      bytes.set(chunk, filled);
      filled += chunk.length;
      onLoad?.(filled / bytes.length);
    }
  } catch (cause) {
    throw unreachable(url, cause);
  }
  return bytes;
}

const unreachable = ({ host }: URL, cause: unknown): CutoutError =>
  new CutoutError('unreachable', `The network could not be fetched from ${host}; check the connection and try again.`, {
    cause,
    facts: [host],
  });

async function fetchOk(url: URL): Promise<Response> {
  const response = await fetch(url).catch((cause) => {
    throw unreachable(url, cause);
  });
  if (!response.ok)
    throw new CutoutError(
      'http-status',
      `${url.host} answered ${response.status} for ${url.pathname}; try again later.`,
      { facts: [url.host, String(response.status)] },
    );
  return response;
}
