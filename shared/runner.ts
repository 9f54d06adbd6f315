import type * as Ort from 'onnxruntime-web';
import type { Artifact } from './catalog.ts';
import { CutoutError } from './errors.ts';
import type { Tensor } from './picture.ts';

/** One network, loaded and ready. */
export interface Runner {
  /**
   * @param input `[1, 3, height, width]`.
   * @returns alpha `[1, 1, height, width]`, finite values.
   * @throws CutoutError `engine-failed` when the run fails or its output has NaN or infinite values.
   */
  run(input: Tensor): Promise<Tensor>;
  dispose(): Promise<void>;
}

/** The part of onnxruntime-web that is used; hosts choose which of its bundles to import. */
export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/**
 * Loads a verified artifact into onnxruntime-web.
 *
 * @param options the session's, where the runtime's own choice won't do.
 * @throws CutoutError `artifact-mismatch` when `bytes` are not the catalog's; whatever the runtime throws on creation.
 */
export async function openRunner(
  ort: OrtModule,
  artifact: Artifact,
  bytes: Uint8Array<ArrayBuffer>,
  executionProvider: 'wasm' | 'webgpu',
  options: Ort.InferenceSession.SessionOptions = {},
): Promise<Runner> {
  await verify(artifact, bytes);
  const session = await ort.InferenceSession.create(bytes, { ...options, executionProviders: [executionProvider] });
  return {
    async run(input) {
      const feed = new ort.Tensor('float32', input.data, input.dims);
      const outputs = await session.run({ [artifact.input.name]: feed }, [artifact.output.name]);
      const output = outputs[artifact.output.name];
      const data = (await output.getData(true)) as Float32Array<ArrayBuffer>;
      assertFinite(data);
      return { dims: output.dims, data };
    },
    dispose: () => session.release(),
  };
}

/** @throws CutoutError `artifact-mismatch` unless length and SHA-256 are the catalog's. */
export async function verify(artifact: Artifact, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const found = await sha256(bytes);
  if (found === artifact.sha256) return;
  throw new CutoutError(
    'artifact-mismatch',
    `The network file ${artifact.file} is not the one in the catalog (expected ${artifact.sha256}, found ${found}); reload to fetch it again.`,
  );
}

/** SHA-256 as lower-case hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function assertFinite(values: Float32Array): void {
  // A sum is NaN or infinite as soon as one term is.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  if (!Number.isFinite(sum))
    throw new CutoutError('engine-failed', 'The network answered with values that are not numbers.');
}
