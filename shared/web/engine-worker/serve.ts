/// <reference lib="webworker" />

import { CutoutError, isNoBackend, reportOf } from '../../errors.ts';
import type { Picture } from '../../image/picture.ts';
import { shade } from '../../image/shadow/shade.ts';
import { IN_PLACE_OF, type MatteNetwork } from '../../inference/catalog.ts';
import type { BackendChoice } from '../../inference/engine.ts';
import type { LadderEngine } from '../../inference/ladder.ts';
import { nobodyIn } from '../../person/decide.ts';
import { cutOut } from '../../pipeline/cutout.ts';
import type { Stage } from '../../pipeline/stages.ts';
import { drive } from '../../steps.ts';
import { decodeWithCopy, NotDrawn } from '../decode.ts';
import { encodeMatte, encodePicture } from '../encode.ts';
import type { Outcome, OwnUse } from '../own/protocol.ts';
import type { OwnNetworks, OwnRungs } from '../own/serving.ts';
import type { withRemote } from '../remote.ts';
import { threads } from '../runtime/ort.ts';
import { createWebEngine, type EngineSettings } from '../web-engine.ts';
import type { CutoutAnswer, EngineChoice, EngineStatus } from './client.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { warmCode } from './warm-code.ts';

const post = (message: FromWorker) => self.postMessage(message);
const jobs = new Map<number, AbortController>();
let settings: EngineSettings;
let engine: Promise<LadderEngine> | undefined;
/** The first backend of `engine`, and its network of the person's own. */
let made: { readonly backend: BackendChoice; readonly own?: string | undefined } = { backend: 'auto' };
let isWarm = false;
/** Lets a server run networks for jobs that allow it. */
let helped: typeof withRemote | undefined;
/** Loads and runs networks of the person's own. */
let owned: OwnNetworks | undefined;
let onLoad: ((fraction: number) => void) | undefined;
/** Jobs run one at a time, in the order they came. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes an engine of this worker: it answers the messages of `createWorkerClient`.
 *
 * @param remote lets a server run networks if a request allows it. Default: never.
 * @param own loads and runs networks of the person's own. Default: there are none.
 */
export function serveEngineWorker(remote?: typeof withRemote, own?: OwnNetworks): void {
  helped = remote;
  owned = own;
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'configure') settings = data.settings;
    else if (data.type === 'start') void start(data.choice);
    else if (data.type === 'cancel') jobs.get(data.id)?.abort();
    else enqueue(data);
  };
}

function enqueue(message: Extract<ToWorker, { type: 'job' | 'warm-up' | 'try' }>): void {
  const { id } = message;
  const controller = new AbortController();
  jobs.set(id, controller);
  last = last.then(async () => {
    onLoad = (fraction) => post({ type: 'progress', id, stage: 'load', fraction });
    try {
      controller.signal.throwIfAborted();
      if (message.type === 'warm-up') post({ type: 'ready', id, status: await status(message.choice) });
      else if (message.type === 'try') post({ type: 'tried', id, outcomes: await tryOwn(message.own) });
      else post({ type: 'done', id, answer: await run(message, controller.signal) });
    } catch (thrown) {
      if (thrown instanceof NotDrawn) post({ type: 'draw', id, size: thrown.size });
      else post({ type: 'failed', id, report: reportOf(thrown) });
    } finally {
      jobs.delete(id);
    }
  });
}

/** While the runtime is compiled this thread is idle, so it runs the stages' code once, to have it optimised. */
function onOpening(): void {
  if (!isWarm) void warmCode();
  isWarm = true;
}

/** The engine that starts with `backend`, with or without a network of the person's own. Another engine is disposed of. */
async function ready(backend: BackendChoice = 'auto', own?: OwnRungs): Promise<LadderEngine> {
  if (backend !== made.backend || own?.id !== made.own) {
    const former = engine;
    engine = undefined;
    made = { backend, own: own?.id };
    await former?.then((opened) => opened.dispose()).catch(() => {});
  }
  const chosen = { ...settings, backend };
  engine ??= createWebEngine(chosen, {
    onLoad: (fraction) => onLoad?.(fraction),
    onOpening,
    ...(own && { own: (runtime: string) => own.rungs(chosen, runtime) }),
  });
  try {
    return await engine;
  } catch (thrown) {
    engine = undefined;
    throw thrown;
  }
}

/** Runs `work` with the chosen engine. */
const by = <Result extends object>(
  choice: EngineChoice,
  work: (engine: LadderEngine, network: MatteNetwork | undefined) => Promise<Result>,
): Promise<Result & { readonly own?: OwnUse }> =>
  owned
    ? owned.by(choice, (own) => ready(choice.backend, own), work)
    : ready(choice.backend).then((opened) => work(opened, choice.network));

/** Tests a network of the person's own on every backend, while the engine starts. */
async function tryOwn(id: string): Promise<readonly Outcome[]> {
  void start({});
  return (await owned?.tryAgain(id, settings)) ?? [];
}

/** Starts runtime and lite. If that fails, the next job that needs them reports it. */
async function start(choice: EngineChoice): Promise<void> {
  try {
    const { prepare } = await ready(choice.backend, await owned?.wanted(choice));
    await prepare('lite');
    post({ type: 'started' });
  } catch {}
}

const status = (choice: EngineChoice): Promise<EngineStatus> =>
  by(choice, async ({ prepare, skipped }, network = 'portrait-s') => {
    try {
      await prepare('lite');
      post({ type: 'started' });
      const backend = await prepare(network);
      // A job that is to be fine goes on without it.
      if (choice.quality === 'fine') await prepare(IN_PLACE_OF).catch(() => {});
      return { backend, skipped, threads: threads() };
    } catch (thrown) {
      // The packaged network replaces the person's own.
      if (!isNoBackend(thrown) || (choice.own !== undefined && network === IN_PLACE_OF)) throw thrown;
      return { skipped, threads: threads() };
    }
  });

type Job = Extract<ToWorker, { type: 'job' }>;

async function run({ id, request, preview }: Job, signal: AbortSignal): Promise<CutoutAnswer> {
  const { part, everyone, outputs, shadow } = request;
  const quality = request.quality === 'auto' ? undefined : request.quality;
  const onProgress = (stage: Stage, fraction: number) => post({ type: 'progress', id, stage, fraction });
  const started = performance.now();
  const decoding = decodeWithCopy(request.picture);
  // Beside all that needs no network yet.
  void start(request);
  const { picture, small } = await decoding;
  const decode = Math.round(performance.now() - started);
  onProgress('decode', 1);
  const hooks = {
    signal,
    onProgress,
    ...(preview && {
      onPreview: async (seen: Picture) => post({ type: 'preview', id, preview: await encodePicture(seen) }),
    }),
  };
  const result = await by(request, (local, network) => {
    const opened = request.remote && helped ? helped(local, request.remote, signal, part !== undefined) : local;
    signal.throwIfAborted();
    const sequence = network === IN_PLACE_OF ? owned?.sequenceOf(request) : undefined;
    const { maxInputPixels } = settings;
    return cutOut(picture, opened, { network, quality, part, everyone, small, sequence, maxInputPixels }, hooks);
  });
  if (result.person === 'no') throw new CutoutError('no-person', `${nobodyIn(part)}, so nothing was cut out.`);
  onProgress('encode', 0);
  const encoding = performance.now();
  if (shadow) await drive(shade(result.cutout, shadow), signal);
  const cutout = outputs.includes('cutout') ? await encodePicture(result.cutout) : undefined;
  signal.throwIfAborted();
  const matte = outputs.includes('matte') ? await encodeMatte(result.matte) : undefined;
  signal.throwIfAborted();
  onProgress('encode', 1);
  return {
    width: picture.width,
    height: picture.height,
    ...(cutout && { cutout }),
    ...(matte && { matte }),
    person: result.person,
    confidence: result.confidence,
    people: result.people,
    network: result.network,
    backend: result.backend,
    ...(result.own && { own: result.own }),
    quality: result.quality,
    milliseconds: {
      decode,
      ...result.milliseconds,
      encode: Math.round(performance.now() - encoding),
    },
  };
}
