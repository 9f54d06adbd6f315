import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as ort from 'onnxruntime-web';
import { chromium } from 'playwright-core';
import { DIST } from '../../../models/main.ts';
import type { Size } from '../../../shared/image/geometry.ts';
import {
  type Artifact,
  type Catalog,
  findArtifact,
  MATTE_NETWORKS,
  type Network,
} from '../../../shared/inference/catalog.ts';
import { readCatalog } from '../../../shared/node/node-engine.ts';
import { trainedSize } from '../../../shared/pipeline/view.ts';
import { findChromium } from '../../browser/chromium/chromium.ts';
import type { Timed } from './networks-page.ts';

const THREADS = 2;
const ROUNDS = 5;
const ORIGIN = 'https://networks.test/';
const ORT = fileURLToPath(new URL('../../../node_modules/onnxruntime-web/dist/', import.meta.url));

/** The input of each network for a 3:4 portrait, and a small one for an emulated GPU. */
const PORTRAIT: Size = { width: 384, height: 512 };
const SMALL: Size = { width: 192, height: 192 };

const smallOf = ({ input: { size } }: Artifact): Size => (size.policy === 'fixed' ? size : SMALL);
const largeOf = ({ input: { size } }: Artifact): Size => trainedSize(PORTRAIT, size);

/** What is downloaded: the smallest artifact that WASM runs. */
function artifactOf(catalog: Catalog, network: Network): Artifact {
  const artifact = findArtifact(catalog, network, 'int8') ?? findArtifact(catalog, network, 'fp32');
  if (!artifact) throw new Error(`The catalog has no ${network}.`);
  return artifact;
}

const noise = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898));

/** Fastest of the rounds, in milliseconds, the networks taking turns so that a busy machine is unfair to all alike. */
async function onWasm(artifacts: readonly Artifact[]): Promise<number[]> {
  ort.env.wasm.numThreads = THREADS;
  ort.env.logLevel = 'error';
  const runs = await Promise.all(
    artifacts.map(async (artifact) => {
      const session = await ort.InferenceSession.create(new Uint8Array(await readFile(join(DIST, artifact.file))));
      const { width, height } = largeOf(artifact);
      const feed = new ort.Tensor('float32', noise(3 * width * height), [1, 3, height, width]);
      return () => session.run({ [artifact.input.name]: feed });
    }),
  );
  const fastest = artifacts.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, run] of runs.entries()) {
      const started = performance.now();
      await run();
      fastest[i] = Math.min(fastest[i], performance.now() - started);
    }
  }
  return fastest;
}

/** The same on WebGPU in Chromium, small; with how far each matte is from WASM's, which must be next to nothing. */
async function onWebGpu(artifacts: readonly Artifact[]): Promise<Timed[]> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('networks-page.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    external: ['*.mjs'],
    write: false,
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-quic', '--enable-unsafe-webgpu'],
  });
  try {
    const page = await browser.newPage();
    await page.route(`${ORIGIN}**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
      return route.fulfill({ path: join(name.endsWith('.onnx') ? DIST : ORT, name) });
    });
    await page.goto(ORIGIN);
    await page.addScriptTag({ content: bundle.outputFiles[0].text });
    const requests = artifacts.map((artifact) => ({
      url: ORIGIN + artifact.file,
      input: artifact.input.name,
      output: artifact.output.name,
      ...smallOf(artifact),
    }));
    return await page.evaluate((asked) => globalThis.timeNetworks(asked), { base: ORIGIN, requests, rounds: 3 });
  } finally {
    await browser.close();
  }
}

const side = ({ width, height }: Size) => `${width} × ${height}`;

/** Time and bytes of every network, in one run, beside MODNet's. */
export async function benchNetworks(): Promise<void> {
  const catalog = await readCatalog(DIST);
  const artifacts = MATTE_NETWORKS.map((network) => artifactOf(catalog, network));
  const wasm = await onWasm(artifacts);
  const gpu = await onWebGpu(artifacts);
  const reference = MATTE_NETWORKS.indexOf('modnet');
  for (const [i, artifact] of artifacts.entries()) {
    const line = [
      `${artifact.id}: ${artifact.bytes} bytes`,
      `WASM, ${THREADS} threads, ${side(largeOf(artifact))}: ${wasm[i].toFixed(0)} ms, ${(wasm[i] / wasm[reference]).toFixed(3)} of MODNet's`,
      `WebGPU, ${side(smallOf(artifact))}: ${gpu[i].milliseconds.toFixed(0)} ms, ${(gpu[i].milliseconds / gpu[reference].milliseconds).toFixed(3)} of MODNet's, mean difference to WASM ${gpu[i].difference.toExponential(1)}`,
    ];
    console.log(line.join('\n  '));
  }
}
