import { Hono } from 'hono';
import type { ServedFile } from '../../shared/inference/catalog.ts';
import { servedFiles } from '../../shared/inference/own/served.ts';
import type { AppEnv } from '../bindings.ts';
import { loadCatalog } from '../catalog.ts';
import { entityTag, isCurrent } from '../http/conditional.ts';
import { onlyMethods } from '../http/methods.ts';
import { readRange } from '../http/range.ts';
import { ProblemError } from '../problems.ts';
import { openArtifact } from '../storage.ts';

/**
 * `GET`, `HEAD /v1/models/:file`: one file of the catalog, or a range of it. Its name carries its hash, so it is
 * cached forever.
 */
export const artifactRoute = new Hono<AppEnv>()
  .get('/:file', async (context) => {
    const { req, env } = context;
    const artifact = servedFiles(await loadCatalog(env)).find(({ file }) => file === req.param('file'));
    if (!artifact) throw new ProblemError('not-found', 'The catalog at /v1/models lists no artifact of this name.');

    const tag = entityTag(artifact.sha256);
    const kept = {
      ETag: tag,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Accept-Ranges': 'bytes',
    };
    if (isCurrent(req.header('If-None-Match'), tag)) return context.body(null, 304, kept);

    const span = rangeOf(req.raw, artifact, tag);
    const headers = {
      ...kept,
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(span?.length ?? artifact.bytes),
    };
    if (req.method === 'HEAD') return context.body(null, 200, headers);
    const stored = await openArtifact(env, artifact, span);
    if (!stored) throw new ProblemError('unavailable', `The artifact ${artifact.file} is not deployed here.`);
    if (!span) return context.body(stored, 200, headers);
    const last = span.offset + span.length - 1;
    return context.body(stored, 206, { ...headers, 'Content-Range': `bytes ${span.offset}-${last}/${artifact.bytes}` });
  })
  .all('/:file', onlyMethods('GET', 'HEAD'));

/** What `Range` asks for where it counts: of a GET, while `If-Range` (RFC 9110, 13.1.5) names this very content. */
function rangeOf({ method, headers }: Request, { bytes }: ServedFile, tag: string) {
  const ifRange = headers.get('If-Range')?.trim();
  if (method !== 'GET' || (ifRange !== undefined && ifRange !== tag)) return undefined;
  const span = readRange(headers.get('Range') ?? undefined, bytes);
  if (span !== 'unsatisfiable') return span;
  throw new ProblemError('range-not-satisfiable', `The artifact has ${bytes} bytes; ask for a range inside them.`, {
    'Content-Range': `bytes */${bytes}`,
  });
}
