import { Hono } from 'hono';
import { newUploadSchema, type Upload } from '../../../shared/contracts/batches.ts';
import { granted, openBatch } from '../../batches/batch/open.ts';
import { presign } from '../../batches/bucket/presign.ts';
import { checkLength } from '../../batches/bucket/receive.ts';
import { inputKey } from '../../batches/bucket/store.ts';
import { s3Access } from '../../batches/settings.ts';
import { onlyMethods } from '../../http/methods.ts';
import type { BatchEnv } from './guard.ts';
import { readJson } from './read-json.ts';

/** For how long a link may be used, in seconds. */
const SECONDS = 3600;

/** `POST /v1/batches/:id/uploads`: a link by which a picture is sent to the bucket itself. It counts as taken; whether it came is seen when its turn comes. */
export const uploadsRoute = new Hono<BatchEnv>()
  .post('/:id/uploads', async (context) => {
    const id = context.req.param('id');
    const [owner, bound] = [context.get('owner'), context.get('bound')];
    const stub = openBatch(bound, id);
    granted(await stub.refuses(owner));
    const access = s3Access(context.env);
    const picture = await readJson(context.req.raw, newUploadSchema);
    checkLength(picture.bytes);
    const input = crypto.randomUUID();
    granted(await stub.take(owner, picture, input));
    const now = new Date();
    const headers = { 'content-length': String(picture.bytes) };
    const url = await presign(access, { method: 'PUT', key: inputKey(id, input), headers, seconds: SECONDS }, now);
    const upload: Upload = { ...picture, url, expires: new Date(now.getTime() + SECONDS * 1000).toISOString() };
    return context.json(upload, 201, { 'Cache-Control': 'no-store' });
  })
  .all('/:id/uploads', onlyMethods('POST'));
