import type { ErrorReport } from '../../shared/errors.ts';
import type { Backend } from '../../shared/inference/engine.ts';
import type { FileOptions, FileOutput } from '../../shared/node/cut-out-file.ts';
import type { OwnNetwork } from '../../shared/node/own-network.ts';
import type { Person } from '../../shared/person/decide.ts';

/** What a thread is told when it starts. */
export interface Setting extends FileOptions {
  /** The folder of the networks. */
  readonly models: string;
  /** A network of one's own, which draws in the place of `network`. */
  readonly own?: OwnNetwork | undefined;
  /** Whether its photographs are the frames of one video. */
  readonly frames?: boolean;
  /** How many threads the networks may use. */
  readonly threads: number;
}

/** One photograph for a thread: its bytes and what is wanted of it. */
export interface Job {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly wanted: readonly FileOutput[];
}

/** What came of it. */
export interface Done {
  readonly width: number;
  readonly height: number;
  /** The network's name; of one's own the card's. */
  readonly model: string;
  readonly backend: Backend;
  readonly person: Person;
  /** How much speaks for a person, 0..1. */
  readonly confidence: number;
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Encoded, in the order of `wanted`; none where nobody was found, or may be and `skipUnsure`. */
  readonly results: readonly Uint8Array[];
}

/** A thread's answer. */
export type Answer = { readonly done: Done } | { readonly error: ErrorReport };
