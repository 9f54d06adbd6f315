import type * as Ort from 'onnxruntime-web';
import { CutoutError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import type { Tensor } from '../image/picture.ts';
import { type ReasonCode, reason } from '../reasons.ts';
import type { Signal } from '../signal.ts';
import type { Accelerator } from './accelerator.ts';
import type { Artifact } from './catalog.ts';

/** Mattes for a network's fourth channel, where it has one: alpha `[1, 1, …]` of any size, 0..1. */
export interface Masks {
  /** Of the frame before, where the picture is one of a sequence. */
  readonly before?: Tensor | undefined;
  /** What lite sees in this one. */
  readonly lite?: Tensor | undefined;
}

/** A network's output, and what its second one tells. */
export interface Answer extends Tensor {
  /** The log-odds that the foreground is a person and not an animal; absent where the network doesn't tell. */
  readonly personOdds?: number | undefined;
}

/** Runs one network, which is loaded. */
export interface Runner {
  /**
   * @param input `[1, 3, height, width]`.
   * @param masks for a network of one's own that takes one.
   * @param signal heard by a runner that another thread works for; others finish.
   * @returns finite values.
   * @throws CutoutError `engine-failed` when the run fails or its output has NaN or infinite values; what `signal` throws.
   */
  run(input: Tensor, masks?: Masks, signal?: Signal): Promise<Answer>;
  /** The device that the network runs on, for the stages around it. */
  readonly accelerator?: Accelerator;
  dispose(): Promise<void>;
}

/** The part of onnxruntime-web that is used; hosts choose which of its bundles to import. */
export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/** Knows which tensors the runtime has on its own device already, so that they need not travel there again. */
export interface Residence {
  /** The runtime's own tensor for `input`, if it is there. */
  find(input: Tensor): Ort.Tensor | undefined;
  /** Remembers that `answer` is there too, as `output`, and disposes of it in the end. */
  keep(answer: Tensor, output: Ort.Tensor): void;
}

/**
 * Loads a verified artifact into onnxruntime-web.
 *
 * @param options the session's, where the runtime's own choice won't do.
 * @param residence where inputs may be already and outputs stay; its session wants `preferredOutputLocation`.
 * @throws CutoutError `artifact-mismatch` when `bytes` are not the catalog's; whatever the runtime throws on creation.
 */
export async function openRunner(
  ort: OrtModule,
  artifact: Artifact,
  bytes: Uint8Array<ArrayBuffer>,
  executionProvider: 'wasm' | 'webgpu',
  options: Ort.InferenceSession.SessionOptions = {},
  residence?: Residence,
): Promise<Runner> {
  await verify(artifact, bytes);
  const session = await ort.InferenceSession.create(bytes, {
    ...options,
    executionProviders: [executionProvider],
  }).catch(inWords('unopened'));
  const { name, person }: { name: string; person?: string | undefined } = artifact.output;
  const answerOf = async (feed: Ort.Tensor): Promise<Answer> => {
    const outputs = await session.run({ [artifact.input.name]: feed }, person ? [name, person] : [name]);
    try {
      const data = (await outputs[name].getData(!residence)) as Float32Array<ArrayBuffer>;
      const odds = person && ((await outputs[person].getData(true)) as Float32Array);
      const personOdds = odds ? (odds.length === 1 ? odds[0] : Number.NaN) : undefined;
      const answer = { dims: outputs[name].dims, data, personOdds };
      residence?.keep(answer, outputs[name]);
      return answer;
    } catch (thrown) {
      for (const output of Object.values(outputs)) output.dispose();
      throw thrown;
    }
  };
  return {
    async run(input) {
      const feed = residence?.find(input) ?? new ort.Tensor('float32', input.data, input.dims);
      const answer = await answerOf(feed).catch(inWords('failed'));
      assertFinite(answer);
      return answer;
    },
    dispose: () => session.release(),
  };
}

/** Puts words before what the runtime threw, whose own stand after a dash. */
const inWords =
  (code: ReasonCode) =>
  (thrown: unknown): never => {
    const raw = thrown instanceof Error ? thrown.message : String(thrown);
    const isLost = /device\b.{0,40}\b(lost|destroyed)|\b(lost|destroyed)\b.{0,40}\bdevice/i.test(raw);
    throw new Error(reason(isLost ? 'lost' : code, raw), { cause: thrown });
  };

/** @throws CutoutError `artifact-mismatch` unless length and SHA-256 are the catalog's. */
export async function verify(artifact: Artifact, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const found = await sha256(bytes);
  if (found === artifact.sha256) return;
  throw new CutoutError(
    'artifact-mismatch',
    `The network file ${artifact.file} is not the one in the catalog (expected ${artifact.sha256}, found ${found}); reload to fetch it again.`,
  );
}

function assertFinite({ data, personOdds = 0 }: Answer): void {
  // A sum is NaN or infinite as soon as one term is.
  let sum = personOdds;
  for (let i = 0; i < data.length; i++) sum += data[i];
  if (!Number.isFinite(sum))
    throw new CutoutError('engine-failed', reason('not-numbers'), {
      facts: ['NaN'],
    });
}
