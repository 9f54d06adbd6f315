import { type Context, Hono } from 'hono';
import type { AnswerFormat, MatteQuery, ProblemName } from '../../shared/contracts/http.ts';
import { CutoutError, type CutoutErrorCode, isAbort } from '../../shared/errors.ts';
import type { AppEnv } from '../bindings.ts';
import { spaceFor } from '../codecs/colour.ts';
import { decode } from '../codecs/decode.ts';
import { inspect } from '../codecs/inspect.ts';
import { onlyMethods } from '../http/methods.ts';
import { dropEngine, loadEngine } from '../inference/load-engine.ts';
import { makeMatte } from '../inference/matte.ts';
import { createQueue, QueueFull } from '../inference/queue.ts';
import { StageLimit } from '../inference/stage-limit.ts';
import { formatOf } from '../intake/accept.ts';
import { hold, letGo } from '../intake/held.ts';
import { readUpload, type Upload } from '../intake/image.ts';
import { readQuery } from '../intake/query.ts';
import { ProblemError } from '../problems.ts';
import { network } from '../protection/limit.ts';

/** One picture at a time; each waits with its encoded bytes only. */
const queue = createQueue({ waiting: 8, waitMs: 15_000, holdMs: 60_000 });

/** How a picture that is declined is answered; what is missing here is the service's own failure. */
const DECLINED: Partial<Record<CutoutErrorCode, ProblemName>> = {
  empty: 'bad-request',
  'not-an-image': 'unsupported-media-type',
  'unsupported-format': 'unsupported-media-type',
  truncated: 'unprocessable',
  damaged: 'unprocessable',
  'too-large': 'too-large',
  'too-small': 'unprocessable',
  'no-person': 'no-person',
};

/** `POST /v1/mattes`: the matte or the cutout of the picture that was sent. */
export const mattesRoute = new Hono<AppEnv>()
  .post('/', async (context) => {
    // What is wrong with the query is said before the body is read.
    formatOf(readQuery(context.req.queries()).format, context.req.header('Accept'));
    // A request whose client leaves goes on to its next stage, so that it can clean up after itself.
    const answering = answer(context).catch(declined);
    context.executionCtx.waitUntil(answering.catch(() => {}));
    return answering;
  })
  .all('/', onlyMethods('POST'));

async function answer(context: Context<AppEnv>): Promise<Response> {
  const request = context.req.raw;
  const stages: Record<string, number> = {};
  const holding = hold(network(context.req.header('CF-Connecting-IP') ?? ''));
  try {
    const started = Date.now();
    const { image: bytes, fields } = await readUpload(request, holding);
    const wanted = wantedOf(context, fields);
    const sniffed = inspect(bytes, wanted);
    const colours = spaceFor(bytes, sniffed.format).use;
    stages.read = Date.now() - started;
    const asked = Date.now();
    const { image, model, person, confidence } = await queue.run(async () => {
      stages.wait = Date.now() - asked;
      const limit = new StageLimit(request.signal);
      limit.throwIfAborted();
      const opening = Date.now();
      const engine = await loadEngine(context.env);
      await engine.prepare('lite');
      if (wanted.model !== 'lite') await engine.prepare('portrait-s');
      stages.load = Date.now() - opening;
      limit.enter('decode');
      const decoding = Date.now();
      const picture = await decode(bytes, sniffed);
      stages.decode = Date.now() - decoding;
      return makeMatte(picture, engine, wanted, stages, limit);
    }, request.signal);
    return context.body(image as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': `image/${wanted.format}`,
      'Content-Length': String(image.length),
      'Cache-Control': 'no-store',
      'Matteo-Model': model,
      'Matteo-Person': person,
      'Matteo-Confidence': confidence.toFixed(2),
      'Matteo-Colour-Profile': colours,
      'Server-Timing': Object.entries(stages)
        .map(([stage, milliseconds]) => `${stage};dur=${milliseconds}`)
        .join(', '),
    });
  } finally {
    letGo(holding);
  }
}

/** What is asked for: by the query, by the other fields of a form, and by what the client takes. */
function wantedOf({ req }: Context<AppEnv>, fields: Upload['fields']): MatteQuery & { readonly format: AnswerFormat } {
  const given: Record<string, string[]> = Object.assign(Object.create(null), req.queries());
  for (const [name, values] of Object.entries(fields)) given[name] = [...(given[name] ?? []), ...values];
  const query = readQuery(given);
  return { ...query, format: formatOf(query.format, req.header('Accept')) };
}

/** Everything that can go wrong with a picture, in the words of HTTP. */
function declined(thrown: unknown): never {
  if (thrown instanceof QueueFull) {
    throw new ProblemError('busy', 'Too many pictures are waiting here; wait 2 seconds and try again.', {
      'Retry-After': '2',
    });
  }
  if (thrown instanceof CutoutError) {
    const problem = DECLINED[thrown.code];
    if (problem) throw new ProblemError(problem, thrown.message);
    dropEngine();
    console.error(JSON.stringify({ engine: thrown.code, error: thrown.message }));
    throw new ProblemError('unavailable', 'The networks could not be run here now; wait 10 seconds and try again.', {
      'Retry-After': '10',
    });
  }
  if (isAbort(thrown)) throw new ProblemError('bad-request', 'The client left before the answer.');
  throw thrown;
}
