import type { Reason } from '../../shared/contracts/batches.ts';

/** A result as the bucket holds it. */
export interface StoredResult {
  readonly bytes: number;
  readonly type: string;
  readonly person: 'yes' | 'unsure' | 'no';
}

/** Why a picture was given up. */
export interface Failure {
  readonly reason: Reason;
  readonly detail: string;
}

/** What became of a picture. */
export type Outcome = StoredResult | Failure;

export const isFailure = (outcome: Outcome): outcome is Failure => 'reason' in outcome;

/** A picture that has ended. */
export interface Ended {
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly content: string;
  /** In which order it ended. */
  readonly ended: number;
  readonly outcome: Outcome;
}
