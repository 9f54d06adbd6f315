import { Hono } from 'hono';
import { granted, openBatch } from '../../batches/batch/open.ts';
import { archived, writeArchive } from '../../batches/bucket/archive.ts';
import { onlyMethods } from '../../http/methods.ts';
import type { BatchEnv } from './guard.ts';
import { readCursor } from './results.ts';

/** Results of one archive: each is a call to the bucket, and a request may make a thousand. */
const MOST = 900;

/** `GET /v1/batches/:id/archive`: results as a ZIP that is made as it is sent; more of them than fit have another one. */
export const archiveRoute = new Hono<BatchEnv>()
  .get('/:id/archive', async (context) => {
    const id = context.req.param('id');
    const { BATCH_PICTURES, ...bound } = context.get('bound');
    const after = readCursor(context.req.queries('cursor'));
    const page = granted(await openBatch(bound, id).results(context.get('owner'), after, MOST));
    const rows = archived(page.rows);
    const cursor = rows.at(-1)?.ended ?? after;
    const { readable, writable } = new IdentityTransformStream();
    context.executionCtx.waitUntil(writeArchive(BATCH_PICTURES, id, rows, writable));
    const hasMore = !page.isLast || rows.length < page.rows.length;
    return context.body(readable, 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="batch-${id.slice(0, 8)}-${after}.zip"`,
      'Cache-Control': 'no-store',
      ...(hasMore && { Link: `</v1/batches/${id}/archive?cursor=${cursor}>; rel="next"` }),
    });
  })
  .all('/:id/archive', onlyMethods('GET'));
