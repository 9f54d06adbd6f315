import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import type { Message } from './batches/batch/state/record.ts';
import { consume } from './batches/consume.ts';
import type { AppEnv, Bindings } from './bindings.ts';
import { discardBody } from './intake/body.ts';
import { log } from './log.ts';
import { ProblemError, problemResponse } from './problems.ts';
import { guard } from './protection/guard.ts';
import { crossOrigin } from './protection/origins.ts';
import { artifactRoute } from './routes/artifact.ts';
import { batchesRoute } from './routes/batches/batches.ts';
import { catalogRoute } from './routes/catalog.ts';
import { healthRoute } from './routes/health.ts';
import { mattesRoute } from './routes/mattes.ts';
import { removeRoute } from './routes/remove.ts';
import { removebgRoute } from './routes/removebg.ts';
import { shareRoute } from './routes/share.ts';

/** Everything that is not a file of dist/site; the files are answered before this runs. */
const app = new Hono<AppEnv>();

app.use(log);
app.use(requestId({ headerName: 'Request-Id', limitLength: 100 }));
app.use(async ({ req }, next) => {
  await next();
  await discardBody(req.raw);
});
app.use(
  secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: 'cross-origin',
    strictTransportSecurity: 'max-age=31536000',
  }),
);
app.use('/v1/*', crossOrigin);
app.use('/v1.0/*', crossOrigin);
app.use('/api/*', crossOrigin);
app.use('/healthz', crossOrigin);
app.post('/v1/mattes', guard);

app.route('/v1/models', catalogRoute);
app.route('/v1/models', artifactRoute);
app.route('/v1/mattes', mattesRoute);
app.route('/v1/batches', batchesRoute);
app.route('/healthz', healthRoute);
app.route('/v1.0', removebgRoute);
app.route('/api/remove', removeRoute);
app.route('/share', shareRoute);

app.notFound((context) =>
  problemResponse(context, new ProblemError('not-found', `There is nothing at ${context.req.path}.`)),
);

app.onError((error, context) => {
  if (error instanceof ProblemError) return problemResponse(context, error);
  console.error(JSON.stringify({ method: context.req.method, route: routePath(context, -1), error: String(error) }));
  return problemResponse(
    context,
    new ProblemError('internal', 'The request failed here, not through its content; try again in a moment.'),
  );
});

export { Batch } from './batches/batch/batch.ts';
export { BatchOwner } from './batches/owner/batch-owner.ts';
export default { fetch: app.fetch, queue: consume } satisfies ExportedHandler<Bindings, Message>;
