import { matteHeadersSchema } from '../contracts/http.ts';
import { hostOfOrigin, REMOTE_SIDE, type RemoteAccess } from '../contracts/remote.ts';
import { isNoBackend } from '../errors.ts';
import type { Samples } from '../image/colour/convert.ts';
import { newPicture, type Picture, type Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import { decodePng } from '../image/png/decode.ts';
import { encodePng } from '../image/png/encode.ts';
import { COLOUR, readChunks } from '../image/png/header.ts';
import { resize } from '../image/resize.ts';
import type { InputSpec, MatteNetwork, Network } from '../inference/catalog.ts';
import type { Engine } from '../inference/engine.ts';
import { sniff } from '../sniff/sniff.ts';
import { runToEnd } from '../steps.ts';
import { noMatte, post } from './post.ts';

/** No network's own matte is larger. */
const MAX_ANSWER_SIDE = 2048;

/** The networks that a server may replace. The others (outlines, faces, parts) run on the device or not at all. */
const isAsked = (network: Network): network is 'portrait-s' | 'lite' => network === 'portrait-s' || network === 'lite';

/**
 * The last fallback, for one job that the person agreed to. A network that can't run on this device runs on the
 * server at `access.address`. With `access.preferred`, portrait-s runs there from the beginning.
 *
 * @param local the engine of this device; its owner disposes of it.
 * @param isPart whether the job needs the network *parts*, too: nothing is sent where that can't run.
 * @throws from `infer` also CutoutError `unreachable`, `http-status`, `timeout`, and what `signal` throws when aborted.
 */
export function withRemote(local: Engine, access: RemoteAccess, signal: AbortSignal, isPart = false): Engine {
  const remoteNetworks = new Set<Network>(access.preferred ? ['portrait-s'] : []);
  const answeredBy: Partial<Record<MatteNetwork, MatteNetwork>> = {};
  /** Runs `act` on this device, or `instead` if this device can't. */
  const localOrRemote = async <Result>(
    network: Network,
    act: () => Promise<Result>,
    instead: () => Result | Promise<Result>,
  ) => {
    if (remoteNetworks.has(network)) return instead();
    try {
      return await act();
    } catch (thrown) {
      if (!isNoBackend(thrown) || !isAsked(network)) throw thrown;
      remoteNetworks.add(network);
      return instead();
    }
  };
  return {
    prepare: (network) =>
      localOrRemote(
        network,
        () => local.prepare(network, signal),
        () => 'remote',
      ),
    backendOf: (network) => (remoteNetworks.has(network) ? 'remote' : local.backendOf(network)),
    networkOf: (network) => answeredBy[network] ?? network,
    inputOf: (network) => local.inputOf(network),
    accelerate: async (work) => local.accelerate?.(work),
    release: () => local.release?.(),
    async infer(network, input, _signal, masks) {
      if (!isAsked(network)) return local.infer(network, input, signal, masks);
      return localOrRemote(
        network,
        () => local.infer(network, input, signal),
        async () => {
          if (isPart) await local.prepare('parts', signal);
          const answer = await askForMatte(network, local.inputOf(network), input, access, signal);
          answeredBy[network] = answer.network;
          return answer;
        },
      );
    },
    async dispose() {},
  };
}

/**
 * Asks the server for the coarse matte of a network's input: sends the pixels that the input was made of, at most
 * `REMOTE_SIDE` a side, as PNG, and nothing else about the picture.
 *
 * @returns alpha `[1, 1, height, width]` at the input's size, 0..1, and the network that gave it: the server's best
 *   may be lite.
 * @throws CutoutError `unreachable`, `http-status` or `timeout`; what `signal` throws when aborted.
 */
export async function askForMatte(
  network: MatteNetwork,
  spec: InputSpec,
  input: Tensor,
  access: RemoteAccess,
  signal: AbortSignal,
): Promise<Tensor & { readonly network: MatteNetwork }> {
  const url = new URL('/v1/mattes?output=coarse', access.address);
  // Without a name the server chooses its best network: not every server has the memory for portrait-s.
  if (network === 'lite') url.searchParams.set('model', 'lite');
  const { bytes, headers } = await post(url, await encodeCopy(toPicture(input, spec)), access, signal);
  const matte = await readMatte(bytes, access);
  const [height, width] = [input.dims[2], input.dims[3]];
  const alpha = Float32Array.from({ length: matte.width * matte.height }, (_, i) => matte.data[i * 4] / 255);
  return {
    dims: [1, 1, height, width],
    data: resizePlane(alpha, matte.width, matte.height, width, height),
    network: readNetwork(headers, access) === 'lite' ? 'lite' : network,
  };
}

/** @returns undefined where the server does not say. @throws CutoutError `http-status` for an unknown network. */
function readNetwork(headers: Headers, { address }: RemoteAccess): MatteNetwork | undefined {
  const named = headers.get('Matteo-Model');
  if (named === null) return undefined;
  // Older servers say portrait for portrait-s.
  const parsed = matteHeadersSchema.shape['Matteo-Model'].safeParse(named === 'portrait' ? 'portrait-s' : named);
  if (!parsed.success) throw noMatte(hostOfOrigin(address), parsed.error);
  return parsed.data;
}

/** The 8-bit pixels that an input was made of. */
function toPicture({ dims, data }: Tensor, { mean, std }: InputSpec): Picture {
  const picture = newPicture(dims[3], dims[2]);
  const plane = dims[2] * dims[3];
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) picture.data[i * 4 + c] = Math.round((data[c * plane + i] * std[c] + mean[c]) * 255);
    picture.data[i * 4 + 3] = 255;
  }
  return picture;
}

/** RGB PNG, shrunk to `REMOTE_SIDE` where a side is longer. */
function encodeCopy(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const scale = Math.min(1, REMOTE_SIDE / Math.max(picture.width, picture.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const { width, height, data } =
    scale < 1 ? runToEnd(resize(picture, side(picture.width), side(picture.height))) : picture;
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let i = 0, at = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) rgb[at++] = data[i + c];
  return encodePng({ width, height, data: rgb });
}

/** @throws CutoutError `http-status` unless the bytes are an 8-bit grey PNG of a network's size. */
async function readMatte(bytes: Uint8Array, { address }: RemoteAccess): Promise<Samples> {
  try {
    const { format, width, height } = sniff(bytes);
    if (format !== 'png' || Math.max(width, height) > MAX_ANSWER_SIDE) throw new Error(`${format} ${width}×${height}`);
    const { colour, depth } = readChunks(bytes).header;
    if (colour !== COLOUR.grey || depth !== 8) throw new Error(`colour type ${colour} of ${depth} bits`);
    return await decodePng(bytes);
  } catch (cause) {
    throw noMatte(hostOfOrigin(address), cause);
  }
}
