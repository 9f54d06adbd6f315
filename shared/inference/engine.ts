import type { Tensor } from '../image/picture.ts';
import type { Signal } from '../signal.ts';
import type { Accelerator } from './accelerator.ts';
import type { InputSpec, MatteNetwork, Network } from './catalog.ts';
import type { Answer, Masks } from './runner.ts';

/** What a network runs on, fastest first. */
export const BACKENDS = ['webgpu-f16', 'webgpu', 'wasm', 'remote'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Where the ladder starts. `auto` starts at the top. A chosen backend that does not work gives way to the next below it. */
export const BACKEND_CHOICES = ['auto', 'webgpu-f16', 'webgpu', 'wasm'] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

/** Something that runs networks. */
export interface Engine {
  /**
   * Opens `network` on the best backend that works, unless it is open, and names it.
   *
   * @throws CutoutError `no-backend`; whatever `signal` throws when aborted. Only a network of one's own is not waited for then.
   */
  prepare(network: Network, signal?: Signal): Promise<Backend>;
  /** The backend that `network` would run on now; it may still step down. */
  backendOf(network: Network): Backend;
  /** The network that answered when `network` was asked for last, where that may be another: a server may have one only. */
  networkOf?(network: MatteNetwork): MatteNetwork;
  /** How `network` wants its input. */
  inputOf(network: Network): InputSpec;
  /**
   * Runs `network` on one input.
   *
   * @param input `[1, 3, height, width]`, normalised as `inputOf(network)` says.
   * @param masks for a network of one's own that takes the matte of the frame before.
   * @returns alpha `[1, 1, height, width]`, 0..1; of `face` the log-odds of a face at each anchor, `[1, anchors, 1]`.
   * @throws CutoutError `no-backend`, `engine-failed` or `artifact-mismatch`; whatever `signal` throws when aborted.
   */
  infer(network: Network, input: Tensor, signal?: Signal, masks?: Masks): Promise<Answer>;
  /**
   * Has the GPU that a network runs on do a stage of the cutout.
   *
   * @returns undefined where none is open, or trusted, or it failed: the stage is then still to be done.
   */
  accelerate?<Result>(work: (accelerator: Accelerator) => Promise<Result>): Promise<Result | undefined>;
  /** The end of a job: frees what was kept on the GPU for its stages. */
  release?(): void;
  /** Frees sessions and device. */
  dispose(): Promise<void>;
}
