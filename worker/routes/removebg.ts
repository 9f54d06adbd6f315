import { Hono } from 'hono';
import { routePath } from 'hono/route';
import type { AppEnv } from '../bindings.ts';
import { unlessClosed } from '../compatible/closed.ts';
import { jsonAnswer, removebgHeaders } from '../compatible/removebg-answer.ts';
import { errorsResponse, RemovebgError } from '../compatible/removebg-errors.ts';
import { fromRemovebg, readRemovebg } from '../compatible/removebg-query.ts';
import { readRemovebgUpload } from '../compatible/removebg-upload.ts';
import { onlyMethods } from '../http/methods.ts';
import type { Holding } from '../intake/held.ts';
import { wantedOf } from '../intake/wanted.ts';
import { answerUpload, bodyHeaders, streamUpload } from '../mattes/answer.ts';
import { attend } from '../mattes/attend.ts';
import { respond } from '../mattes/respond.ts';
import { ProblemError } from '../problems.ts';
import { guardBy } from '../protection/guard.ts';
import { keyOf } from '../protection/tokens.ts';

/** Nothing costs here, and nothing is counted. */
const ACCOUNT = {
  data: {
    attributes: {
      credits: { total: 0, subscription: 0, payg: 0, enterprise: 0 },
      api: { free_calls: 0, sizes: 'all' },
    },
  },
};

/** `POST /v1.0/removebg` and `GET /v1.0/account`, for clients that have these words. */
export const removebgRoute = new Hono<AppEnv>()
  .use(unlessClosed('/v1.0'))
  .post('/removebg', guardBy(keyOf), (context) =>
    attend(context, async (holding, goesOn) => {
      const since = Date.now();
      const { upload, values } = await read(context.req.raw, holding);
      const query = readRemovebg(values);
      const asked = fromRemovebg(query, upload.background !== undefined);
      // A matte lies on nothing.
      const used = query.channels === 'alpha' ? { ...upload, background: undefined } : upload;
      const wanted = wantedOf(asked, used, undefined);
      const { signal } = context.req.raw;
      if (wantsJson(context.req.header('Accept'))) {
        // Its facts are known only when the image is made.
        const answer = await answerUpload(context.env, signal, used, wanted, since);
        const facts = removebgHeaders(answer, query.type_level);
        const headers = { ...facts, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
        return context.body(jsonAnswer(answer), 200, headers);
      }
      const answer = await streamUpload(context.env, signal, used, wanted, since);
      const headers = { ...bodyHeaders(answer, wanted.format), ...removebgHeaders(answer, query.type_level) };
      return respond(context, answer, headers, goesOn);
    }),
  )
  .all('/removebg', onlyMethods('POST'))
  .get('/account', guardBy(keyOf), (context) => context.json(ACCOUNT, 200, { 'Cache-Control': 'no-store' }))
  .all('/account', onlyMethods('GET', 'HEAD'))
  .onError((error, context) => {
    if (error instanceof ProblemError) return errorsResponse(context, error);
    console.error(JSON.stringify({ method: context.req.method, route: routePath(context, -1), error: String(error) }));
    return errorsResponse(context, new ProblemError('internal', 'The request failed here; try again in a moment.'));
  });

/** True for an `Accept` that names JSON and no image. HTTP clients put JSON first by themselves, with everything after it. */
const wantsJson = (accept = ''): boolean => /application\/json/i.test(accept) && !/\*\/\*|image\//i.test(accept);

/** Reads the upload; a body that is too large has a code of its own. */
async function read(request: Request, holding: Holding) {
  try {
    return await readRemovebgUpload(request, holding);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem !== 'too-large') throw error;
    throw new RemovebgError('file_size_too_large', error.message);
  }
}
