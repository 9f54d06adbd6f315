import { Hono } from 'hono';
import { type BatchStatus, newBatchSchema } from '../../../shared/contracts/batches.ts';
import { LONGEST_NAME } from '../../../shared/file-name.ts';
import { granted, idOf, openBatch } from '../../batches/batch/open.ts';
import type { Told } from '../../batches/batch/state/record.ts';
import { openOwner } from '../../batches/owner/open.ts';
import { isPresigning, settingsOf } from '../../batches/settings.ts';
import { checkCallback } from '../../batches/webhook/check.ts';
import type { Bindings } from '../../bindings.ts';
import { onlyMethods } from '../../http/methods.ts';
import { checkOffered } from '../../inference/load-engine.ts';
import { MAX_BODY_BYTES } from '../../limits.ts';
import { ProblemError } from '../../problems.ts';
import { archiveRoute } from './archive.ts';
import { eventsRoute } from './events.ts';
import { type BatchEnv, guardBatches } from './guard.ts';
import { picturesRoute } from './pictures.ts';
import { readJson } from './read-json.ts';
import { resultsRoute } from './results.ts';
import { uploadsRoute } from './uploads.ts';

/** The longest idempotency key. */
const LONGEST_KEY = 200;

const PRIVATE = { 'Cache-Control': 'no-store' };

/** Batches: many pictures, cut out one after the other while nobody waits. */
export const batchesRoute = new Hono<BatchEnv>()
  .use(guardBatches)
  .post('/', async (context) => {
    const owner = context.get('owner');
    const key = context.req.header('Idempotency-Key');
    if (key !== undefined && (key === '' || key.length > LONGEST_KEY)) {
      throw new ProblemError('bad-request', `An Idempotency-Key has 1 to ${LONGEST_KEY} characters.`);
    }
    const asked = await readJson(context.req.raw, newBatchSchema);
    checkOffered(context.env, asked.options ?? {});
    if (asked.callback) checkCallback(context.env, asked.callback);
    const id = await idOf(owner, key);
    const { mostBatches } = settingsOf(context.env);
    const now = Date.now();
    if (!(await openOwner(context.get('bound'), owner).claim(id, now, mostBatches))) {
      throw new ProblemError(
        'too-many-requests',
        `You have ${mostBatches} batches that have not ended, which is the limit; wait, or remove one.`,
        { 'Retry-After': '60', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '60' },
      );
    }
    const told = granted(await openBatch(context.get('bound'), id).create(id, owner, asked));
    return context.json(withLinks(told, context.env), 201, { ...PRIVATE, Location: `/v1/batches/${id}` });
  })
  .all('/', onlyMethods('POST'))
  .get('/:id', async (context) => {
    const stub = openBatch(context.get('bound'), context.req.param('id'));
    return context.json(withLinks(granted(await stub.status(context.get('owner'))), context.env), 200, PRIVATE);
  })
  .delete('/:id', async (context) => {
    granted(await openBatch(context.get('bound'), context.req.param('id')).remove(context.get('owner')));
    return context.body(null, 204, PRIVATE);
  })
  .all('/:id', onlyMethods('GET', 'DELETE'))
  .post('/:id/start', async (context) => {
    const stub = openBatch(context.get('bound'), context.req.param('id'));
    return context.json(withLinks(granted(await stub.start(context.get('owner'))), context.env), 202, PRIVATE);
  })
  .all('/:id/start', onlyMethods('POST'))
  .route('/', picturesRoute)
  .route('/', uploadsRoute)
  .route('/', resultsRoute)
  .route('/', archiveRoute)
  .route('/', eventsRoute);

/** What a batch tells of itself, with the addresses that its client needs and the limits that it keeps. */
function withLinks(told: Told, env: Bindings): BatchStatus {
  const { mostPictures: pictures, mostBytes: bytes } = settingsOf(env);
  const self = `/v1/batches/${told.id}`;
  return {
    ...told,
    limits: { pictures, bytes, pictureBytes: MAX_BODY_BYTES, nameBytes: LONGEST_NAME },
    links: {
      self,
      picture: `${self}/pictures/{name}`,
      ...(isPresigning(env) && { uploads: `${self}/uploads` }),
      start: `${self}/start`,
      results: `${self}/results`,
      archive: `${self}/archive`,
      events: `${self}/events`,
    },
  };
}
