/** What wrangler.toml binds. */
export interface Bindings {
  /** The static files of dist/site. */
  readonly ASSETS: Fetcher;
}

/** Hono's type parameter for every app in this room. */
export interface AppEnv {
  Bindings: Bindings;
}
