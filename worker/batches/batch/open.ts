import { BATCH_ID } from '../../../shared/contracts/batches.ts';
import { hexOf } from '../../../shared/hash.ts';
import { ProblemError } from '../../problems.ts';
import type { BatchBindings } from '../settings.ts';
import type { Batch } from './batch.ts';
import type { Refusal } from './state/record.ts';

/** A batch as others call it: over RPC every answer is a promise. */
type Calls = Pick<
  Batch,
  | 'create'
  | 'status'
  | 'refuses'
  | 'take'
  | 'start'
  | 'remove'
  | 'results'
  | 'taken'
  | 'result'
  | 'begin'
  | 'end'
  | 'postpone'
>;
export type BatchStub = {
  [Name in keyof Calls]: (...given: Parameters<Calls[Name]>) => Promise<Awaited<ReturnType<Calls[Name]>>>;
};

/** @throws ProblemError `not-found` for what can be no id. */
export function openBatch({ BATCHES }: Pick<BatchBindings, 'BATCHES'>, id: string): BatchStub {
  if (!BATCH_ID.test(id)) throw new ProblemError('not-found', 'There is no such batch of yours.');
  return BATCHES.get(BATCHES.idFromName(id)) as unknown as BatchStub;
}

/**
 * What a batch answered.
 *
 * @throws ProblemError for a refusal.
 */
export function granted<Answer>(answer: Answer): Exclude<Answer, Refusal> {
  if (answer !== null && typeof answer === 'object' && 'refused' in answer) {
    const { refused, detail } = answer as unknown as Refusal;
    throw new ProblemError(refused, detail);
  }
  return answer as Exclude<Answer, Refusal>;
}

/**
 * The id of a batch: a new one, or the one that an idempotency key of this owner always has, so that the same request sent twice finds
 * the same batch.
 */
export async function idOf(owner: string, key: string | undefined): Promise<string> {
  const bytes =
    key === undefined
      ? crypto.getRandomValues(new Uint8Array(16))
      : new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${owner} ${key}`)));
  return hexOf(bytes.subarray(0, 16));
}
