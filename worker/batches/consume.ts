import type { MessageBatch } from '@cloudflare/workers-types';
import { matteQuerySchema } from '../../shared/contracts/matte-query.ts';
import type { Bindings } from '../bindings.ts';
import { TooSlow } from '../inference/stage-limit.ts';
import { MEDIA_TYPES } from '../intake/accept.ts';
import { add, hold, letGo } from '../intake/held.ts';
import { streamUpload } from '../mattes/answer.ts';
import { declined } from '../mattes/declined.ts';
import { ProblemError } from '../problems.ts';
import { type BatchStub, openBatch } from './batch/open.ts';
import type { Message, Work } from './batch/state/record.ts';
import { Missing, readPicture } from './bucket/read.ts';
import { findResult, inputKey, resultKey, storeResult } from './bucket/store.ts';
import type { Failure } from './outcome.ts';
import { createPrecedence } from './precedence.ts';
import { type BatchBindings, batchBindings } from './settings.ts';

/** Problems that lie outside the picture: it is tried again. */
const PASSING = ['busy', 'unavailable', 'internal', 'timeout'];

const precedence = createPrecedence();

/** Takes messages of the queue, one picture after the other. A message whose batch can't be reached is delivered again. */
export async function consume(messages: MessageBatch<Message>, env: Bindings): Promise<void> {
  const bindings = batchBindings(env);
  for (const message of messages.messages) {
    const since = Date.now();
    try {
      const outcome = await precedence.run(message.body.small, () => work(bindings, message.body));
      message.ack();
      console.log(JSON.stringify({ batch: 'picture', outcome, ms: Date.now() - since, delivery: message.attempts }));
    } catch (error) {
      console.error(JSON.stringify({ batch: 'picture', error: String(error), delivery: message.attempts }));
      message.retry({ delaySeconds: Math.min(60 * message.attempts, 3600) });
    }
  }
}

/** @returns what became of the message, for the log. */
async function work(env: BatchBindings, message: Message): Promise<string> {
  const stub = openBatch(env, message.batch);
  const begun = await stub.begin(message.picture);
  if (!begun) return 'nothing to do';
  if ('reason' in begun) return begun.reason;
  const input = inputKey(message.batch, begun.input);
  const key = resultKey(message.batch, begun.content);
  try {
    if (!(await findResult(env.BATCH_PICTURES, key))) await make(env, input, key, begun);
  } catch (thrown) {
    return await failed(stub, message.picture, begun.input, thrown);
  }
  const result = await findResult(env.BATCH_PICTURES, key);
  if (!result) throw new Error('The result is not where it was put.');
  const isThere = await stub.end(message.picture, begun.input, result);
  await env.BATCH_PICTURES.delete(isThere ? [input] : [input, key]);
  return 'done';
}

/** Cuts a picture out and stores the result. @throws what `declined` has words for, and `Missing`. */
async function make(env: BatchBindings, input: string, key: string, { bytes, content, options }: Work): Promise<void> {
  const since = Date.now();
  // A consumer has no client that could leave.
  const { signal } = new AbortController();
  const holding = hold('batches');
  try {
    add(holding, bytes);
    const image = await readPicture(env.BATCH_PICTURES, input, { bytes, sha256: content });
    const query = options ?? matteQuerySchema.parse({});
    const wanted = { ...query, format: query.format ?? ('png' as const) };
    const answer = await streamUpload(env, signal, { image, fields: {} }, wanted, since).catch(declined);
    const result = 'stream' in answer ? answer.stream.body : answer.image;
    await storeResult(env.BATCH_PICTURES, key, result, MEDIA_TYPES[wanted.format], answer.person);
  } finally {
    letGo(holding);
  }
}

async function failed(stub: BatchStub, picture: number, input: string, thrown: unknown): Promise<string> {
  const problem = thrown instanceof ProblemError ? thrown.problem : 'internal';
  if (!(thrown instanceof ProblemError)) console.error(JSON.stringify({ batch: 'work', error: String(thrown) }));
  if (!(thrown instanceof Missing) && PASSING.includes(problem)) {
    const detail = thrown instanceof ProblemError ? thrown.message : 'The work failed here, not through the picture.';
    const failure = await stub.postpone(picture, input, detail, problem === 'busy' && !(thrown instanceof TooSlow));
    return failure?.reason ?? 'postponed';
  }
  const failure: Failure =
    thrown instanceof Missing
      ? { reason: 'missing', detail: 'The picture was not there when its turn came.' }
      : { reason: problem, detail: (thrown as Error).message };
  await stub.end(picture, input, failure);
  return failure.reason;
}
