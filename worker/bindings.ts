import type { DurableObjectNamespace, Fetcher, Queue, R2Bucket, RateLimit } from '@cloudflare/workers-types';

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
  /** `off`: `part` is not offered, which takes less of an isolate's memory. */
  readonly PARTS?: string;
  /** Routes for other services' clients that are closed, separated by commas: `/v1.0`, `/api`. */
  readonly CLOSED_ROUTES?: string;
  /** Origins that may call the API from a page, separated by commas. Absent or empty: any. */
  readonly ALLOWED_ORIGINS?: string;
  /** One object a batch, of the class `Batch`. */
  readonly BATCHES?: DurableObjectNamespace;
  /** One object a token, of the class `BatchOwner`. */
  readonly BATCH_OWNERS?: DurableObjectNamespace;
  /** The pictures of batches and what was made of them. */
  readonly BATCH_PICTURES?: R2Bucket;
  /** Says which picture of which batch is next. */
  readonly BATCH_QUEUE?: Queue;
  /** The same for batches of at most a hundred pictures, so that they do not stand behind large ones. Absent: they do. */
  readonly BATCH_SMALL_QUEUE?: Queue;
  /** Which pictures were given up, and why; nobody here reads it. */
  readonly BATCH_DEAD_LETTERS?: Queue;
  /** The settings of batches, as `settings.ts` reads them. */
  readonly BATCH_INPUT_HOURS?: string;
  readonly BATCH_RESULT_DAYS?: string;
  readonly BATCH_WINDOW?: string;
  readonly BATCH_PATIENCE_SECONDS?: string;
  readonly BATCH_BACK_OFF_SECONDS?: string;
  readonly BATCH_MOST_PICTURES?: string;
  readonly BATCH_MOST_GIGABYTES?: string;
  readonly BATCH_MOST_RUNNING?: string;
  /** How links are signed by which pictures are sent to the bucket itself: its account, its name, and an S3 key for it. */
  readonly BATCH_R2_ACCOUNT_ID?: string;
  readonly BATCH_R2_BUCKET?: string;
  readonly BATCH_R2_ACCESS_KEY_ID?: string;
  readonly BATCH_R2_SECRET_ACCESS_KEY?: string;
  /** Origins that batches may call, separated by commas. Absent or empty: any on the public internet. */
  readonly BATCH_CALLBACK_ORIGINS?: string;
}

/** Hono's type parameter for every app in this room. */
export interface AppEnv {
  Bindings: Bindings;
}
