import { Hono } from 'hono';
import type { Result, Results } from '../../../shared/contracts/batches.ts';
import { granted, openBatch } from '../../batches/batch/open.ts';
import { resultKey } from '../../batches/bucket/store.ts';
import { isFailure, type Outcome } from '../../batches/outcome.ts';
import { isCurrent } from '../../http/conditional.ts';
import { onlyMethods } from '../../http/methods.ts';
import { ProblemError } from '../../problems.ts';
import type { BatchEnv } from './guard.ts';

/** Results of one page. */
const PAGE = 500;

/** What became of the pictures of a batch: as a list, and one by one. */
export const resultsRoute = new Hono<BatchEnv>()
  .get('/:id/results', async (context) => {
    const id = context.req.param('id');
    const stub = openBatch(context.get('bound'), id);
    const after = readCursor(context.req.queries('cursor'));
    const { rows, isLast } = granted(await stub.results(context.get('owner'), after, PAGE));
    const results: Results = {
      results: rows.map(({ name, outcome }) => resultOf(id, name, outcome)),
      cursor: String(rows.at(-1)?.ended ?? after),
      isLast,
    };
    return context.json(results, 200, { 'Cache-Control': 'no-store' });
  })
  .all('/:id/results', onlyMethods('GET'))
  .get('/:id/results/:name', async (context) => {
    const { id, name } = context.req.param();
    const bound = context.get('bound');
    const { content } = granted(await openBatch(bound, id).result(context.get('owner'), name));
    const found = await bound.BATCH_PICTURES.get(resultKey(id, content));
    if (!found) throw new ProblemError('not-found', 'This result has been removed.');
    const { contentType = 'application/octet-stream' } = found.httpMetadata ?? {};
    const headers = { ETag: found.httpEtag, 'Cache-Control': 'private, no-cache' };
    if (isCurrent(context.req.header('If-None-Match'), found.httpEtag)) {
      await found.body.cancel();
      return context.body(null, 304, headers);
    }
    return context.body(found.body as ReadableStream, 200, {
      ...headers,
      'Content-Type': contentType,
      'Content-Length': String(found.size),
    });
  })
  .all('/:id/results/:name', onlyMethods('GET'));

/** The place that a cursor stands for; without one, the beginning. */
export function readCursor(given: string[] | undefined): number {
  if (!given) return 0;
  if (given.length === 1 && /^\d{1,9}$/.test(given[0])) return Number(given[0]);
  throw new ProblemError('bad-request', 'The parameter “cursor” is wrong: send that of the last answer, or none.');
}

const resultOf = (id: string, name: string, outcome: Outcome): Result =>
  isFailure(outcome)
    ? { name, state: 'failed', ...outcome }
    : { name, state: 'done', ...outcome, href: `/v1/batches/${id}/results/${encodeURIComponent(name)}` };
