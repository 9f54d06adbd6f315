/// <reference lib="webworker" />

import { CutoutError, isNoBackend, reportOf } from '../../errors.ts';
import type { Picture } from '../../image/picture.ts';
import type { BackendChoice } from '../../inference/engine.ts';
import type { LadderEngine } from '../../inference/ladder.ts';
import { cutOut } from '../../pipeline/cutout.ts';
import type { Stage } from '../../pipeline/stages.ts';
import { decodeWithCopy } from '../decode.ts';
import { encodeMatte, encodePicture } from '../encode.ts';
import { threads } from '../ort.ts';
import type { withRemote } from '../remote.ts';
import { createWebEngine, type EngineSettings } from '../web-engine.ts';
import type { CutoutAnswer, EngineChoice, EngineStatus } from './client.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { warmCode } from './warm-code.ts';

const post = (message: FromWorker) => self.postMessage(message);
const jobs = new Map<number, AbortController>();
let settings: EngineSettings;
let engine: Promise<LadderEngine> | undefined;
/** Where the ladder of `engine` starts. */
let startsAt: BackendChoice = 'auto';
let isWarm = false;
/** How jobs that a server may help with get that help. */
let helped: typeof withRemote | undefined;
let onLoad: ((fraction: number) => void) | undefined;
/** Jobs run one at a time, in the order they came. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes an engine of this worker: it answers the messages of `createWorkerClient`.
 *
 * @param remote has a server help where a request allows it. Default: none ever does.
 */
export function serveEngineWorker(remote?: typeof withRemote): void {
  helped = remote;
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'configure') settings = data.settings;
    else if (data.type === 'start') void start(data.choice);
    else if (data.type === 'cancel') jobs.get(data.id)?.abort();
    else enqueue(data);
  };
}

function enqueue(message: Extract<ToWorker, { type: 'job' | 'warm-up' }>): void {
  const { id } = message;
  const controller = new AbortController();
  jobs.set(id, controller);
  last = last.then(async () => {
    try {
      controller.signal.throwIfAborted();
      if (message.type === 'warm-up') post({ type: 'ready', id, status: await status(message.choice) });
      else post({ type: 'done', id, answer: await run(message, controller.signal) });
    } catch (thrown) {
      post({ type: 'failed', id, report: reportOf(thrown) });
    } finally {
      jobs.delete(id);
    }
  });
}

/** Compiling the runtime leaves this thread idle: the stages' own code gets warm meanwhile. */
function onOpening(): void {
  if (!isWarm) void warmCode();
  isWarm = true;
}

/** The engine whose ladder starts at `backend`; one that started elsewhere is given up. */
async function ready(backend: BackendChoice = 'auto'): Promise<LadderEngine> {
  if (backend !== startsAt) {
    const former = engine;
    engine = undefined;
    startsAt = backend;
    await former?.then((opened) => opened.dispose()).catch(() => {});
  }
  engine ??= createWebEngine({ ...settings, backend }, { onLoad: (fraction) => onLoad?.(fraction), onOpening });
  try {
    return await engine;
  } catch (thrown) {
    engine = undefined;
    throw thrown;
  }
}

/** Starts runtime and lite; what fails is said by the job that needs them. */
async function start({ backend }: EngineChoice): Promise<void> {
  try {
    const { prepare } = await ready(backend);
    await prepare('lite');
    post({ type: 'started' });
  } catch {}
}

async function status({ network = 'portrait-s', backend }: EngineChoice): Promise<EngineStatus> {
  const { prepare, skipped } = await ready(backend);
  try {
    await prepare('lite');
    post({ type: 'started' });
    return { backend: await prepare(network), skipped, threads: threads() };
  } catch (thrown) {
    if (!isNoBackend(thrown)) throw thrown;
    return { skipped, threads: threads() };
  }
}

type Job = Extract<ToWorker, { type: 'job' }>;

async function run({ id, request, preview }: Job, signal: AbortSignal): Promise<CutoutAnswer> {
  const { network, part, outputs } = request;
  const quality = request.quality === 'auto' ? undefined : request.quality;
  const onProgress = (stage: Stage, fraction: number) => post({ type: 'progress', id, stage, fraction });
  onLoad = (fraction) => onProgress('load', fraction);
  const started = performance.now();
  const decoding = decodeWithCopy(request.picture);
  // Beside all that needs no network yet.
  void start(request);
  const { picture, small } = await decoding;
  const decode = Math.round(performance.now() - started);
  onProgress('decode', 1);
  const local = await ready(request.backend);
  const opened = request.remote && helped ? helped(local, request.remote, signal) : local;
  signal.throwIfAborted();

  const result = await cutOut(
    picture,
    opened,
    { network, quality, part, small, maxInputPixels: settings.maxInputPixels },
    {
      signal,
      onProgress,
      ...(preview && {
        onPreview: async (seen: Picture) => post({ type: 'preview', id, preview: await encodePicture(seen) }),
      }),
    },
  );
  if (result.person === 'no')
    throw new CutoutError('no-person', 'Nobody was seen in this picture, so nothing was cut out.');
  onProgress('encode', 0);
  const encoding = performance.now();
  const cutout = outputs.includes('cutout') ? await encodePicture(result.cutout) : undefined;
  signal.throwIfAborted();
  const matte = outputs.includes('matte') ? await encodeMatte(result.matte) : undefined;
  signal.throwIfAborted();
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
    quality: result.quality,
    milliseconds: {
      decode,
      ...result.milliseconds,
      encode: Math.round(performance.now() - encoding),
    },
  };
}
