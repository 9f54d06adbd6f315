import { Hono } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { unlessClosed } from '../compatible/closed.ts';
import { fromRemove } from '../compatible/remove-query.ts';
import { readBody } from '../intake/body.ts';
import { FORM, readForm } from '../intake/form.ts';
import { checkEncoding, typeOf } from '../intake/image.ts';
import { together, wantedOf } from '../intake/wanted.ts';
import { bodyHeaders, streamUpload } from '../mattes/answer.ts';
import { attend } from '../mattes/attend.ts';
import { respond } from '../mattes/respond.ts';
import { ProblemError } from '../problems.ts';
import { guard } from '../protection/guard.ts';

/** `POST /api/remove`, for clients that have these words: a form with the picture as `file`, a PNG as the answer. */
export const removeRoute = new Hono<AppEnv>()
  .use(unlessClosed('/api'))
  .post('/', guard, (context) =>
    attend(context, async (holding, goesOn) => {
      const since = Date.now();
      const request = context.req.raw;
      const type = typeOf(request, FORM);
      if (type.name !== FORM) throw new ProblemError('unsupported-media-type', `Send the picture as ${FORM}.`);
      checkEncoding(request);
      const form = readForm(await readBody(request, holding), type.full, ['file']);
      const image = form.files.file;
      if (!image) throw new ProblemError('bad-request', 'The form has no file in its field “file”.');
      const upload = { image, fields: {} };
      const wanted = wantedOf(fromRemove(together(context.req.queries(), form.fields)), upload, undefined);
      const answer = await streamUpload(context.env, request.signal, upload, wanted, since);
      return respond(context, answer, bodyHeaders(answer, 'png'), goesOn);
    }),
  )
  .get('/', () => {
    throw new ProblemError('method-not-allowed', 'This service fetches no “url”; POST the picture as “file”.', {
      Allow: 'POST',
    });
  })
  .all('/', (_context) => {
    throw new ProblemError('method-not-allowed', 'POST the picture as “file”.', { Allow: 'POST' });
  });
