import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CutoutError, isNoBackend } from '../../errors.ts';
import { greyPicture } from '../../image/alpha.ts';
import type { Network } from '../../inference/catalog.ts';
import type { LadderEngine } from '../../inference/ladder.ts';
import { type CutOutFile, cutOutFile, type FileOutput } from '../../node/cut-out-file.ts';
import { type Encoding, FORMATS } from '../../node/format.ts';
import { createNodeEngine } from '../../node/node-engine.ts';
import { nobodyIn } from '../../person/decide.ts';
import { unlessAborted } from '../../signal.ts';
import { familiar } from '../familiar.ts';
import { anySignal, failing, groundOf, partOf, progressTo, shadowOf } from '../job.ts';
import type { JobOptions, Matteo, MatteoOptions, Pixels, Result } from '../types.ts';
import { checkOptions } from './check.ts';
import { bytesOf, type NodeInput } from './input.ts';

export { CutoutError as MatteoError } from '../../errors.ts';
export type { Familiar, FamiliarConfig } from '../familiar.ts';
export type { JobOptions, Matteo, MatteoOptions, OnProgress, PersonBox, Pixels, Result } from '../types.ts';
export type { NodeInput } from './input.ts';

/** A result, and what else can be made of it in Node. */
export interface NodeResult extends Result {
  /** The encoded file. */
  readonly buffer: Buffer;
  /** The cutout's pixels, transparent around the people; of a matte, grey. */
  readonly pixels: Pixels;
}

/** The folder of runtime and networks beside the module. Spelt so: bundlers take `new URL('assets/', import.meta.url)` for one file. */
const beside = () => new URL(import.meta.url.replace(/[^/]*$/, 'assets/'));

/** The networks' weights in eight bits: a third of the download, and the same matte within a level or two. */
const PRECISION = 'int8';

/**
 * Cuts people out of pictures in Node, by WebAssembly on the CPU. Nothing is fetched but URLs that are given as pictures, and the networks
 * where `models` is one.
 */
export function createMatteo(options: MatteoOptions = {}): Matteo<NodeInput, NodeResult> {
  checkOptions(options);
  const at = options.models ? folder(options.models) : new URL('models/', folder(options.assets ?? beside()));
  const models = at.protocol === 'file:' ? fileURLToPath(at) : at.href;
  const network = options.network ?? 'portrait-s';
  let ending = new AbortController();
  let engine: Promise<LadderEngine> | undefined;
  /** Jobs run one at a time, in the order they came. */
  let last: Promise<unknown> = Promise.resolve();
  /** Gives up an engine that could not open what it needs: the next one may find it. */
  const giveUp = (made: Promise<LadderEngine>) => {
    if (engine === made) engine = undefined;
    made.then((opened) => opened.dispose()).catch(() => {});
  };
  const ready = (): Promise<LadderEngine> => {
    if (engine) return engine;
    const made = createNodeEngine(models, { precision: PRECISION, signal: ending.signal });
    made.catch(() => giveUp(made));
    engine = made;
    return made;
  };
  const withEngine = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      const done = await work();
      // A job goes on without MODNet or *face*: where these are fetched, the next job tries again.
      if (engine && at.protocol !== 'file:' && (await engine).skipped.length > 0) giveUp(engine);
      return done;
    } catch (thrown) {
      if (engine && isNoBackend(thrown)) giveUp(engine);
      throw thrown;
    }
  };
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };

  const run = (input: NodeInput, job: JobOptions, outputs: readonly FileOutput[] = []): Promise<CutOutFile> => {
    checkOptions(job);
    const isCutout = outputs[0]?.kind === 'cutout';
    const shown = { on: groundOf(job, isCutout), ...partOf(job), ...shadowOf(job, isCutout) };
    const { quality: chosen = options.quality } = job;
    const quality = chosen === 'auto' ? undefined : chosen;
    const signal = anySignal(options.signal, job.signal, ending.signal);
    const onProgress = progressTo(options.onProgress, job.onProgress);
    const done = inTurn(async () => {
      signal.throwIfAborted();
      const source = await bytesOf(input, signal);
      const wanted = { network, quality, ...shown };
      return withEngine(() => cutOutFile(source, outputs, ready, wanted, { signal, onProgress }));
    });
    return unlessAborted(failing(done, signal), signal);
  };
  const resultOf = async (input: NodeInput, kind: FileOutput['kind'], job: JobOptions): Promise<NodeResult> => {
    const { found, cutout, files, width, height, milliseconds } = await run(input, job, [
      { kind, encoding: encodingOf(job) },
    ]);
    if (found.person === 'no') {
      throw new CutoutError('no-person', `${nobodyIn(job.part)}, so nothing was cut out.`);
    }
    const { person, confidence, people, backend, quality } = found;
    const buffer = files[0];
    const blob = new Blob([buffer as Uint8Array<ArrayBuffer>], { type: job.format ?? 'image/png' });
    const pixels = kind === 'matte' ? greyPicture(found.matte) : (cutout ?? found.cutout);
    return { blob, buffer, pixels, width, height, person, confidence, people, backend, quality, milliseconds };
  };

  return {
    removeBackground: (input, job = {}) => resultOf(input, 'cutout', job),
    matte: (input, job = {}) => resultOf(input, 'matte', job),
    async people(input, job = {}) {
      const { found } = await run(input, job);
      return found.person === 'no' ? [] : found.people;
    },
    async preload({ onProgress } = {}) {
      const signal = anySignal(options.signal, ending.signal);
      const opened = withEngine(async () => {
        const prepare = async (each: Network) => {
          const opened = await ready();
          // What is opened after `dispose` would stay.
          signal.throwIfAborted();
          return opened.prepare(each);
        };
        await prepare('lite');
        const opened = await prepare(network);
        // A job that is to be fine goes on without MODNet.
        if (options.quality === 'fine')
          await prepare('modnet').catch((thrown) => {
            if (!isNoBackend(thrown)) throw thrown;
          });
        return opened;
      });
      const backend = await unlessAborted(failing(opened, signal), signal);
      onProgress?.({ stage: 'load', fraction: 1 });
      return backend;
    },
    dispose() {
      const former = engine;
      engine = undefined;
      ending.abort(new CutoutError('aborted', 'The engine was closed.'));
      ending = new AbortController();
      void inTurn(async () => (await former)?.dispose());
    },
  };
}

const known = familiar<NodeInput>(createMatteo, ({ assets }) => assets);
/** The functions that users of other background removers know; each answers a file. */
export const { removeBackground, segmentForeground, alphamask, preload } = known;
export { removeBackground as default };

/** The URL of a folder, ending in `/`. A string is a path, or a URL of `file:`, `http:` or `https:`. */
const folder = (place: string | URL): URL =>
  place instanceof URL || /^(file|https?):/i.test(place)
    ? new URL(String(place).replace(/\/?$/, '/'))
    : pathToFileURL(`${resolve(place)}/`);

/** @throws CutoutError `unsupported-format` for what is none of ours. */
function encodingOf({ format: type = 'image/png', compression = 0.9 }: JobOptions): Encoding {
  const format = FORMATS.find((each) => `image/${each}` === type);
  if (format) return { format, quality: Math.max(1, Math.round(compression * 100)) };
  const known = FORMATS.map((each) => `image/${each}`).join(', ');
  throw new CutoutError('unsupported-format', `“${type}” can’t be written; choose one of ${known}.`, {
    facts: [String(type).replace('image/', '').toUpperCase()],
  });
}
