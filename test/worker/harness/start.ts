import { access } from 'node:fs/promises';
import { type Served, type ServeOptions, serve } from '../../../worker/serve.ts';

/**
 * Starts the real Worker over the built dist/site. By default it takes any free port.
 *
 * @throws Error when dist/site has not been built.
 */
export async function startWorker(options: ServeOptions = {}): Promise<Served> {
  await access('dist/site/index.html').catch(() => {
    throw new Error('dist/site is missing: run npm run build first.');
  });
  return serve({ port: 0, ...options });
}
