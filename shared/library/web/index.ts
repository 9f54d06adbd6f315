import { CutoutError, isNoPerson } from '../../errors.ts';
import type { CutoutAnswer, Output } from '../../web/engine-worker/client.ts';
import { createWorkerClient } from '../../web/engine-worker/worker-client.ts';
import { familiar } from '../familiar.ts';
import { anySignal, failing, groundOf, partOf, progressTo, shadowOf } from '../job.ts';
import type { JobOptions, Matteo, MatteoOptions } from '../types.ts';
import { fileOf, type WebInput } from './input.ts';
import { drawn, encodedAs, type WebResult } from './result.ts';

export { CutoutError as MatteoError } from '../../errors.ts';
export type { Familiar, FamiliarConfig } from '../familiar.ts';
export type { JobOptions, Matteo, MatteoOptions, OnProgress, PersonBox, Pixels, Result } from '../types.ts';
export type { WebInput } from './input.ts';
export type { WebResult } from './result.ts';

/** The folder of runtime and networks beside the module. Spelt so: bundlers take `new URL('assets/', import.meta.url)` for one file. */
const beside = () => new URL(import.meta.url.replace(/[^/]*$/, 'assets/'));

/**
 * Cuts people out of pictures in the browser. All work is done in a Web Worker that starts with the first job. No picture leaves the
 * device; only the package's own files are fetched.
 */
export function createMatteo(options: MatteoOptions = {}): Matteo<WebInput, WebResult> {
  const assets = folder(options.assets ?? beside());
  const client = createWorkerClient({
    workerUrl: sameOrigin(new URL('engine-worker.js', assets)),
    unstarted: `there is no engine in ${assets}; check the option assets`,
    ortBase: new URL('ort/', assets).href,
    modelsBase: (options.models ? folder(options.models) : new URL('models/', assets)).href,
  });
  let ending = new AbortController();
  const qualityOf = ({ quality }: Pick<MatteoOptions, 'quality'>) => (quality ? { quality } : {});
  const choice = {
    ...(options.network && { network: options.network }),
    ...(options.backend && { backend: options.backend }),
    ...qualityOf(options),
  };

  const signalOf = (job: JobOptions) => anySignal(options.signal, job.signal, ending.signal);
  const run = async (
    input: WebInput,
    outputs: readonly Output[],
    job: JobOptions,
    signal = signalOf(job),
  ): Promise<CutoutAnswer> => {
    const isCutout = outputs.includes('cutout');
    groundOf(job, isCutout);
    const shown = { ...partOf(job), ...shadowOf(job, isCutout) };
    signal.throwIfAborted();
    const { onPreview } = job;
    const onProgress = progressTo(options.onProgress, job.onProgress);
    const watch = { signal, onProgress, ...(onPreview && { onPreview }) };
    const cut = async (picture: Blob) =>
      client.cutOut({ picture, outputs, ...shown, ...choice, ...qualityOf(job) }, watch);
    return failing(fileOf(input, signal).then(cut), signal);
  };
  const resultOf = async (input: WebInput, output: 'cutout' | 'matte', job: JobOptions): Promise<WebResult> => {
    const signal = signalOf(job);
    const { cutout, matte, network: _, ...facts } = await run(input, [output], job, signal);
    const { width, height } = facts;
    const blob = await failing(encodedAs((cutout ?? matte) as Blob, job));
    signal.throwIfAborted();
    const pixelsOf = (canvas: OffscreenCanvas) => canvas.getContext('2d')!.getImageData(0, 0, width, height);
    const canvas = () => failing(drawn(blob));
    const imageData = () => failing(drawn(blob).then(pixelsOf));
    return { ...facts, blob, canvas, imageData };
  };

  return {
    removeBackground: (input, job = {}) => resultOf(input, 'cutout', job),
    matte: (input, job = {}) => resultOf(input, 'matte', job),
    async people(input, job = {}) {
      try {
        return (await run(input, [], job)).people;
      } catch (thrown) {
        if (isNoPerson(thrown)) return [];
        throw thrown;
      }
    },
    async preload({ onProgress } = {}) {
      const signal = anySignal(options.signal);
      signal.throwIfAborted();
      const tell = (stage: string, fraction: number) => onProgress?.({ stage, fraction });
      const { backend, skipped } = await failing(client.warmUp(choice, { signal, onProgress: tell }), signal);
      onProgress?.({ stage: 'load', fraction: 1 });
      if (backend) return backend;
      const reasons = skipped.map(({ reason }) => reason).join('; ');
      throw new CutoutError('no-backend', `Nothing on this device runs the networks: ${reasons}.`, {
        facts: [reasons],
      });
    },
    dispose() {
      ending.abort(new CutoutError('aborted', 'The engine was closed.'));
      ending = new AbortController();
      client.dispose();
    },
  };
}

const known = familiar<WebInput>(createMatteo, ({ assets, backend }) => [assets, backend]);
/** The functions that users of other background removers know; each answers a file. */
export const { removeBackground, segmentForeground, alphamask, preload } = known;
export { removeBackground as default };

/** A URL that ends in `/`, against the document's or the worker's own. */
const folder = (url: string | URL): URL => new URL(String(url).replace(/\/?$/, '/'), globalThis.location?.href);

/** Browsers start no worker from another origin; one that imports it may be started. */
function sameOrigin(script: URL): string {
  if (script.origin === globalThis.location?.origin) return script.href;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(script.href)};`], { type: 'text/javascript' }));
}
