import type { Tensor } from '../../image/picture.ts';
import type { Card } from '../../inference/card.ts';
import type { Masks } from '../../inference/runner.ts';
import type { OrtBuild } from '../runtime/ort.ts';

/** Where a network of one's own runs. */
export type OwnBackend = 'webgpu' | 'wasm';

/** The network of one's own that was asked for; `left` says where it failed, so that another draws in its place. */
export interface OwnUse {
  readonly name: string;
  readonly left?: readonly Outcome[];
}

/** What came of trying a network on a backend: `fault` says why it is left out. */
export interface Outcome {
  readonly backend: OwnBackend;
  readonly fault?: string;
}

/** What the worker of a network needs to open it. */
export interface Opening {
  readonly card: Card;
  /** The network itself. */
  readonly file: Blob;
  readonly backend: OwnBackend;
  readonly ortBase: string;
  readonly ortBuilds: readonly OrtBuild[];
  readonly allowSoftwareGpu?: boolean;
}

/** To the worker; each is answered before the next is sent. */
export type ToOwn =
  | ({ readonly type: 'open' } & Opening)
  | { readonly type: 'run'; readonly input: Tensor; readonly masks?: Masks };

/** From it. */
export type FromOwn =
  | { readonly type: 'opened' }
  | { readonly type: 'answer'; readonly answer: Tensor }
  | { readonly type: 'failed'; readonly reason: string };
