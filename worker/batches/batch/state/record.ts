import type { BatchStatus, NewBatch, TakenPicture } from '../../../../shared/contracts/batches.ts';
import type { ProblemName } from '../../../../shared/contracts/http.ts';
import type { Ended, Failure } from '../../outcome.ts';
import type { BatchSettings } from '../../settings.ts';

/** What the queue carries: which picture of which batch is next. */
export interface Message {
  readonly batch: string;
  readonly picture: number;
  /** Whether its batch is a small one: it goes before those of large ones. */
  readonly small: boolean;
}

/** What is kept of a batch beside its pictures. */
export interface Kept {
  readonly id: string;
  readonly owner: string;
  readonly asked: NewBatch;
  readonly created: number;
  state: 'open' | 'running' | 'ended' | 'removing';
  started?: number;
  ended?: number;
  counts: { waiting: number; queued: number; done: number; failed: number };
  bytes: number;
  failures: Partial<Record<Failure['reason'], number>>;
  /** The call that tells of the end: when it is made again, and how often it was. */
  call?: { state: 'waiting' | 'delivered' | 'given-up'; due: number; tries: number };
}

/** What a batch answers to what it can't do now. */
export interface Refusal {
  readonly refused: Extract<ProblemName, 'conflict' | 'unprocessable' | 'too-large' | 'not-found'>;
  readonly detail: string;
}

/** What is known of a batch; its addresses are the route's. */
export type Told = Omit<BatchStatus, 'limits' | 'links'>;

/** What a consumer needs to work on a picture. */
export interface Work {
  readonly input: string;
  readonly content: string;
  readonly bytes: number;
  readonly options: NewBatch['options'];
}

/** Where a picture's result is. */
export interface Found {
  readonly content: string;
  readonly name: string;
}

/** A page of pictures that have ended. */
export interface Page {
  readonly rows: readonly Ended[];
  readonly isLast: boolean;
}

/** A page of pictures that were taken. */
export interface Taken {
  readonly pictures: readonly TakenPicture[];
  readonly cursor: number;
  readonly isLast: boolean;
}

/** Until when what there is of a batch is kept, in milliseconds. */
export const expiresAt = (
  { state, created, started = created, ended = started }: Kept,
  { resultMs, inputMs }: BatchSettings,
): number => (state === 'ended' ? ended + resultMs : started + inputMs);

/** What its owner is told of a batch. */
export function tell(kept: Kept, settings: BatchSettings): Told {
  const { id, state, created, started, counts, bytes, failures, asked, call } = kept;
  const [waiting, ended] = [counts.waiting + counts.queued, counts.done + counts.failed];
  return {
    id,
    state: state as Told['state'],
    created: new Date(created).toISOString(),
    expires: new Date(expiresAt(kept, settings)).toISOString(),
    pictures: { all: waiting + ended, waiting, done: counts.done, failed: counts.failed },
    bytes,
    failures: failures as Told['failures'],
    ...(asked.callback && { callback: call?.state ?? 'waiting' }),
    ...(state === 'running' &&
      started !== undefined &&
      ended > 0 && { secondsLeft: Math.ceil(((Date.now() - started) / ended / 1000) * waiting) }),
  };
}
