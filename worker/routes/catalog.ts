import { Hono } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { loadCatalog } from '../catalog.ts';
import { entityTag, isCurrent } from '../http/conditional.ts';
import { onlyMethods } from '../http/methods.ts';

/** `GET /v1/models`: the catalog, cached for five minutes. */
export const catalogRoute = new Hono<AppEnv>()
  .get('/', async (context) => {
    const { bytes, sha256 } = await loadCatalog(context.env);
    const tag = entityTag(sha256);
    const headers = { ETag: tag, 'Cache-Control': 'public, max-age=300' };
    if (isCurrent(context.req.header('If-None-Match'), tag)) return context.body(null, 304, headers);
    return context.body(bytes, 200, { ...headers, 'Content-Type': 'application/json' });
  })
  .all(onlyMethods('GET', 'HEAD'));
