import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-web';
import sharp from 'sharp';
import { type Catalog, catalogSchema, findArtifact, type Precision } from '../shared/inference/catalog.ts';
import { inputSize } from '../shared/inference/tensor.ts';
import { inputOf } from './catalog.ts';
import { fetchSource } from './fetch/fetch.ts';
import { buildModels, CACHE, DIST } from './main.ts';
import { PHOTOGRAPHS, type Source } from './sources.ts';

/** A rectangle of a test photograph, in pixels. */
export interface Crop {
  readonly photograph: Source;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One portrait out of each test photograph. */
export const CROPS: readonly Crop[] = [
  [1240, 120, 620, 620],
  [1250, 20, 640, 640],
  [300, 200, 620, 700],
  [1230, 60, 500, 560],
  [220, 808, 480, 580],
  [130, 340, 520, 620],
].map(([left, top, width, height], i) => ({ photograph: PHOTOGRAPHS[i], left, top, width, height }));

type Network = 'modnet' | 'portrait-s';

/** A crop as a network's input. By default its short side is the one the network was trained with. */
export async function portraitInput(
  network: Network,
  { photograph, ...area }: Crop,
  shortSide?: number,
): Promise<ort.Tensor> {
  const { size } = inputOf(network);
  const { width, height } = inputSize(area, size.policy === 'multiple' && shortSide ? { ...size, shortSide } : size);
  const pixels = await sharp(await fetchSource(photograph, CACHE))
    .extract(area)
    .resize(width, height, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const count = width * height;
  const values = Float32Array.from(
    { length: 3 * count },
    (_, i) => (pixels[(i % count) * 3 + Math.floor(i / count)] / 255 - 0.5) / 0.5,
  );
  return new ort.Tensor('float32', values, [1, 3, height, width]);
}

/** Runs one artifact of `models/dist` over inputs; `milliseconds` is the fastest run's. */
export async function mattesOf(
  network: Network,
  precision: Precision,
  inputs: readonly ort.Tensor[],
): Promise<{ mattes: Float32Array[]; milliseconds: number }> {
  const catalog: Catalog = catalogSchema.parse(JSON.parse(await readFile(join(DIST, 'catalog.json'), 'utf8')));
  const artifact = findArtifact(catalog, network, precision);
  if (!artifact) throw new Error(`The catalog has no ${network} artifact in ${precision}.`);
  ort.env.wasm.numThreads = 2;
  const session = await ort.InferenceSession.create(new Uint8Array(await readFile(join(DIST, artifact.file))));
  const mattes: Float32Array[] = [];
  let milliseconds = Number.POSITIVE_INFINITY;
  for (const input of inputs) {
    const start = performance.now();
    const { output } = await session.run({ input });
    milliseconds = Math.min(milliseconds, performance.now() - start);
    mattes.push(Float32Array.from(output.data as Float32Array));
  }
  await session.release();
  return { mattes, milliseconds };
}

/** Mean absolute difference of two mattes of one size. */
export const meanDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildModels();
  for (const network of ['modnet', 'portrait-s'] as const) {
    const inputs = await Promise.all(CROPS.map((crop) => portraitInput(network, crop)));
    const reference = await mattesOf(network, 'fp32', inputs);
    console.log(`${network} fp32  fastest run ${reference.milliseconds.toFixed(0)} ms`);
    for (const precision of ['fp16', 'int8'] as const) {
      const { mattes, milliseconds } = await mattesOf(network, precision, inputs);
      const differences = mattes.map((matte, i) => meanDifference(matte, reference.mattes[i]).toFixed(5));
      console.log(`${network} ${precision}  ${milliseconds.toFixed(0)} ms  MAD to fp32: ${differences.join(' ')}`);
    }
  }
}
