import { Hono } from 'hono';
import { version } from '../../package.json';
import type { Health } from '../../shared/contracts/http.ts';
import type { AppEnv } from '../bindings.ts';
import { loadCatalog } from '../catalog.ts';
import { onlyMethods } from '../http/methods.ts';

/** `GET /healthz`: which version with which catalog answers here; 503 where no catalog is deployed. */
export const healthRoute = new Hono<AppEnv>()
  .get('/', async (context) => {
    const { sha256 } = await loadCatalog(context.env);
    const health: Health = { status: 'ok', version, catalog: sha256 };
    return context.json(health, 200, { 'Cache-Control': 'no-store' });
  })
  .all(onlyMethods('GET', 'HEAD'));
