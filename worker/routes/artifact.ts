import { Hono } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { loadCatalog } from '../catalog.ts';
import { entityTag, isCurrent } from '../conditional.ts';
import { onlyMethods } from '../methods.ts';
import { ProblemError } from '../problems.ts';
import { openModelFile } from '../storage.ts';

/** `GET`, `HEAD /v1/models/:file`: one artifact of the catalog. Its name carries its hash, so it is cached forever. */
export const artifactRoute = new Hono<AppEnv>()
  .get('/:file', async (context) => {
    const file = context.req.param('file');
    const { artifacts } = await loadCatalog(context.env);
    const artifact = artifacts.find((listed) => listed.file === file);
    if (!artifact) throw new ProblemError('not-found', 'The catalog at /v1/models lists no artifact of this name.');

    const tag = entityTag(artifact.sha256);
    const kept = { ETag: tag, 'Cache-Control': 'public, max-age=31536000, immutable' };
    if (isCurrent(context.req.header('If-None-Match'), tag)) return context.body(null, 304, kept);

    const headers = {
      ...kept,
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(artifact.bytes),
    };
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    const stored = await openModelFile(context.env, artifact.file);
    if (!stored?.body) throw new ProblemError('unavailable', `The artifact ${artifact.file} is not deployed here.`);
    return context.body(stored.body, 200, headers);
  })
  .all('/:file', onlyMethods('GET', 'HEAD'));
