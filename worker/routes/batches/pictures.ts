import { Hono } from 'hono';
import { isPictureName, type Sent, type TakenPicture } from '../../../shared/contracts/batches.ts';
import { granted, openBatch } from '../../batches/batch/open.ts';
import { receive } from '../../batches/bucket/receive.ts';
import { inputKey } from '../../batches/bucket/store.ts';
import { onlyMethods } from '../../http/methods.ts';
import { ProblemError } from '../../problems.ts';
import type { BatchEnv } from './guard.ts';
import { readCursor } from './results.ts';

/** Pictures of one page. */
const PAGE = 1000;

/** What a batch is sent: a picture goes to the bucket as it arrives, and its batch is told. */
export const picturesRoute = new Hono<BatchEnv>()
  .get('/:id/pictures', async (context) => {
    const stub = openBatch(context.get('bound'), context.req.param('id'));
    const after = readCursor(context.req.queries('cursor'));
    const { pictures, cursor, isLast } = granted(await stub.taken(context.get('owner'), after, PAGE));
    const sent: Sent = { pictures: [...pictures], cursor: String(cursor), isLast };
    return context.json(sent, 200, { 'Cache-Control': 'no-store' });
  })
  .all('/:id/pictures', onlyMethods('GET'))
  .put('/:id/pictures/:name', async (context) => {
    const { id, name } = context.req.param();
    const [owner, { BATCH_PICTURES, ...bound }] = [context.get('owner'), context.get('bound')];
    const stub = openBatch(bound, id);
    granted(await stub.refuses(owner));
    if (!isPictureName(name)) {
      throw new ProblemError(
        'bad-request',
        'A name is that of one file: 1 to 255 bytes of UTF-8, without slashes and control characters.',
      );
    }
    const input = crypto.randomUUID();
    const key = inputKey(id, input);
    const picture: TakenPicture = { name, ...(await receive(context.req.raw, BATCH_PICTURES, key)) };
    const refusal = await stub.take(owner, picture, input);
    if (refusal) await BATCH_PICTURES.delete(key);
    granted(refusal);
    return context.json(picture, 201, { 'Cache-Control': 'no-store' });
  })
  .all('/:id/pictures/:name', onlyMethods('PUT'));
