import type { Fetcher, R2Bucket, RateLimit } from '@cloudflare/workers-types';

/** What wrangler.toml binds. Everything optional is off where it is absent. */
export interface Bindings {
  /** The static files of dist/site. */
  readonly ASSETS: Fetcher;
  /** Artifacts, under the names of the catalog; what it lacks comes from `ASSETS`. */
  readonly MODELS?: R2Bucket;
  /** How many mattes a client may ask for. */
  readonly MATTES_LIMIT?: RateLimit;
  /** Bearer tokens, separated by commas. Absent or empty: mattes are for everybody. */
  readonly API_TOKENS?: string;
  /** Routes for other services' clients that are closed, separated by commas: `/v1.0`, `/api`. */
  readonly CLOSED_ROUTES?: string;
  /** Origins that may call the API from a page, separated by commas. Absent or empty: any. */
  readonly ALLOWED_ORIGINS?: string;
}

/** Hono's type parameter for every app in this room. */
export interface AppEnv {
  Bindings: Bindings;
}
