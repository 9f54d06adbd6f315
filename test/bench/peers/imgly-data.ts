import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Content } from './site.ts';

interface Chunk {
  readonly name?: string;
  readonly hash: string;
  readonly offsets: readonly [number, number];
}

interface Resource {
  readonly size: number;
  readonly mime: string;
  readonly chunks: readonly Chunk[];
}

/** Names of the networks in the last data package that is on npm. */
const NAMED = { isnet_quint8: '/models/small', isnet_fp16: '/models/medium' } as const;
const ORT_FILES = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/**
 * What @imgly/background-removal loads at run time, laid out as it wants it: the network from the data package, the
 * runtime from the release that the library names.
 *
 * @throws Error when the data package lacks the network.
 */
export async function imglyData(
  modules: string,
  model: keyof typeof NAMED,
): Promise<Readonly<Record<string, Content>>> {
  const data = join(modules, '@imgly/background-removal-data/dist');
  const resources: Record<string, Resource> = JSON.parse(await readFile(join(data, 'resources.json'), 'utf8'));
  const network = resources[NAMED[model]];
  if (!network) throw new Error(`The data package has no ${NAMED[model]}.`);
  const files: Record<string, Content> = {};
  const index: Record<string, Resource> = {
    [`/models/${model}`]: { ...network, chunks: network.chunks.map((chunk) => ({ ...chunk, name: chunk.hash })) },
  };
  for (const { hash } of network.chunks) files[`data/${hash}`] = join(data, hash);
  for (const name of ORT_FILES) {
    const content = await readFile(join(modules, 'onnxruntime-web/dist', name));
    const size = content.length;
    const mime = name.endsWith('mjs') ? 'text/javascript' : 'application/wasm';
    index[`/onnxruntime-web/${name}`] = { size, mime, chunks: [{ name, hash: name, offsets: [0, size] }] };
    files[`data/${name}`] = content;
  }
  return { ...files, 'data/resources.json': new TextEncoder().encode(JSON.stringify(index)) };
}
