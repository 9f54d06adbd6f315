import { Hono } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { SHARE_TAKEN } from '../site/offline/share-paths.ts';

/**
 * `/share`: where phones post a picture that is shared with the try page. Its service worker answers that on the device; what
 * comes here has none, is not looked at, and is sent to the page, which says so.
 */
export const shareRoute = new Hono<AppEnv>().all('/', (context) => context.redirect(SHARE_TAKEN, 303));
