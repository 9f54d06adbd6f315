import type { Stage } from '../../shared/pipeline/stages.ts';
import type { Signal } from '../../shared/signal.ts';
import { ProblemError } from '../problems.ts';

/** How long one stage may take, in milliseconds. */
export const STAGE_MS = 20_000;
/** How long a stage may take in which an answer is sent: its client may be slow, and nothing can be told any more. */
const SENDING_MS = 90_000;

/** A job's stage took too long. */
export class TooSlow extends ProblemError {
  constructor() {
    super('busy', 'The picture takes too long here now; wait 5 seconds and try again.', { 'Retry-After': '5' });
  }
}

/** Ends a job when one of its stages takes too long, or its client has left. */
export class StageLimit implements Signal {
  #stage: Stage | undefined;
  #since = Date.now();
  #most = STAGE_MS;

  constructor(readonly client: Signal) {}

  /** To be told of every progress. */
  readonly enter = (stage: Stage): void => {
    if (stage === this.#stage) return;
    this.#stage = stage;
    this.#since = Date.now();
  };

  /** From here on the answer is sent as it is made. */
  beginSending(): void {
    this.#most = SENDING_MS;
  }

  get aborted(): boolean {
    return this.client.aborted || this.#isOverdue;
  }

  get #isOverdue(): boolean {
    return Date.now() - this.#since > this.#most;
  }

  throwIfAborted(): void {
    this.client.throwIfAborted();
    if (this.#isOverdue) throw new TooSlow();
  }
}
