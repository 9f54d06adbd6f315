import { fileURLToPath } from 'node:url';
import { CutoutError } from '../../errors.ts';
import { greyPicture } from '../../image/alpha.ts';
import type { LadderEngine } from '../../inference/ladder.ts';
import { type CutOutFile, cutOutFile, type FileOutput } from '../../node/cut-out-file.ts';
import type { Encoding, Format } from '../../node/format.ts';
import { createNodeEngine } from '../../node/node-engine.ts';
import { familiar } from '../familiar.ts';
import { anySignal, groundOf, partOf, progressTo } from '../job.ts';
import type { JobOptions, Matteo, MatteoOptions, Pixels, Result } from '../types.ts';
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

/** Cuts people out of pictures in Node, by WebAssembly on the CPU. Nothing is fetched but URLs that are given as pictures. */
export function createMatteo(options: MatteoOptions = {}): Matteo<NodeInput, NodeResult> {
  const assets = options.assets ?? beside();
  const models = pathOf(options.models ?? new URL('models/', folder(assets)));
  const network = options.network ?? 'portrait-s';
  let ending = new AbortController();
  let engine: Promise<LadderEngine> | undefined;
  /** Jobs run one at a time, in the order they came. */
  let last: Promise<unknown> = Promise.resolve();
  const ready = () => {
    engine ??= createNodeEngine(models, { precision: PRECISION });
    return engine;
  };
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };

  const run = (input: NodeInput, job: JobOptions, outputs: readonly FileOutput[] = []): Promise<CutOutFile> => {
    const on = groundOf(job.background);
    const signal = anySignal(options.signal, job.signal, ending.signal);
    const onProgress = progressTo(options.onProgress, job.onProgress);
    return inTurn(async () => {
      signal.throwIfAborted();
      const source = await bytesOf(input, signal);
      const quality = options.quality === 'auto' ? undefined : options.quality;
      return cutOutFile(source, outputs, ready, { network, quality, on, ...partOf(job) }, { signal, onProgress });
    });
  };
  const resultOf = async (input: NodeInput, kind: FileOutput['kind'], job: JobOptions): Promise<NodeResult> => {
    const { found, cutout, files, width, height, milliseconds } = await run(input, job, [
      { kind, encoding: encodingOf(job) },
    ]);
    if (found.person === 'no') {
      throw new CutoutError('no-person', 'Nobody was seen in this picture, so nothing was cut out.');
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
    async preload() {
      const { prepare } = await ready();
      await prepare('lite');
      return prepare(network);
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

const known = familiar<NodeInput>(createMatteo);
/** The functions that users of other background removers know; each answers a file. */
export const { removeBackground, segmentForeground, alphamask, preload } = known;

const folder = (place: string | URL): URL | string => {
  if (place instanceof URL) return place;
  return /^file:/i.test(place) ? place.replace(/\/?$/, '/') : new URL(`file://${place.replace(/\/?$/, '/')}`);
};

const pathOf = (place: string | URL): string =>
  place instanceof URL || /^file:/i.test(place) ? fileURLToPath(place) : place;

function encodingOf({ format = 'image/png', compression = 0.9 }: JobOptions): Encoding {
  return { format: format.replace('image/', '') as Format, quality: Math.round(compression * 100) };
}
