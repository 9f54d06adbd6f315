import { unzipSync } from 'fflate';
import { type Network, readConfig } from './config.ts';
import { readHdf5 } from './hdf5.ts';
import { type Kept, keptByName, keptByPlace } from './weights.ts';

/** A model's description, where its weights are, and which Keras computes it. */
export interface Opened {
  readonly network: Network;
  readonly kept: Kept;
  readonly version: number;
}

const startsWith = (bytes: Uint8Array, ...first: number[]) => first.every((byte, i) => bytes[i] === byte);
const isHdf5 = (bytes: Uint8Array) => startsWith(bytes, 0x89, 0x48, 0x44, 0x46);
const isZip = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 3, 4);
const isJson = (bytes: Uint8Array) => /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 16)));

/** Whether bytes may be one of the files that Keras saves. */
export const isKeras = (bytes: Uint8Array): boolean => isHdf5(bytes) || isZip(bytes) || isJson(bytes);

/** Deflate makes nothing smaller than by this factor. */
const DENSEST = 1032;
const MOST_BYTES = 2 ** 30;
const INSIDE = ['config.json', 'metadata.json', 'model.weights.h5'];

function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  let claimed = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (!INSIDE.includes(name)) return false;
        claimed += originalSize;
        if (originalSize > DENSEST * (size + 64) || size > bytes.length || claimed > MOST_BYTES)
          throw new Error(`“${name}” claims ${originalSize} bytes, more than there can be.`);
        return true;
      },
    });
  } catch (thrown) {
    throw new Error(`The .keras file is damaged: ${(thrown as Error).message}`);
  }
}

const majorOf = (text: unknown) => Number.parseInt(String(text ?? ''), 10) || 2;
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function openZip(bytes: Uint8Array): Promise<Opened> {
  const { 'config.json': config, 'metadata.json': metadata, 'model.weights.h5': weights } = unzip(bytes);
  if (!config || !weights)
    throw new Error('This ZIP is no .keras file: it holds no config.json or no model.weights.h5.');
  const network = readConfig(textOf(config));
  let version: unknown;
  try {
    version = (JSON.parse(textOf(metadata ?? new Uint8Array())) as Record<string, unknown>).keras_version;
  } catch {
    // Without it the older meaning holds.
  }
  return { network, kept: keptByPlace(await readHdf5(weights), network.layers), version: majorOf(version) };
}

async function openParts(description: string | undefined, weights: Uint8Array): Promise<Opened> {
  const file = await readHdf5(weights);
  const { model_config: own, keras_version: version } = file.attributes[''] ?? {};
  const config = description ?? own;
  if (typeof config !== 'string')
    throw new Error('This .h5 file holds weights alone: give the model.json that describes the layers before it.');
  const root = 'model_weights' in file.attributes ? 'model_weights' : '';
  const network = readConfig(config);
  if ('layers' in file.attributes) return { network, kept: keptByPlace(file, network.layers), version: 3 };
  return { network, kept: keptByName(file, root), version: majorOf(version ?? file.attributes[root]?.keras_version) };
}

/**
 * Opens a full `.h5`, a `.keras`, or a `model.json` with the `.h5` of its weights.
 *
 * @throws Error in words when a file is damaged or a part is missing.
 */
export function openKeras(bytes: Uint8Array, weights?: Uint8Array): Promise<Opened> {
  if (isZip(bytes)) return openZip(bytes);
  if (isHdf5(bytes)) return openParts(undefined, bytes);
  if (weights) return openParts(textOf(bytes), weights);
  return Promise.reject(new Error('A model.json describes layers alone: give the .h5 file of their weights after it.'));
}
