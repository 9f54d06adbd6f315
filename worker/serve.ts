import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { unstable_startWorker } from 'wrangler';

const CONFIG = fileURLToPath(new URL('../wrangler.toml', import.meta.url));
const HOST = '127.0.0.1';
const TRIES = 50;

/** A Worker that answers at `url` (no slash at its end) until it is stopped. */
export interface Served {
  readonly url: string;
  /** Where its debugger answers, if it was asked for. */
  readonly inspectorUrl?: string | undefined;
  stop(): Promise<void>;
}

/** How a Worker run on this machine differs from wrangler.toml's. */
export interface ServeOptions {
  /** The port wanted, 8787 unless told; where it is taken, the next free one. 0: any free one. */
  readonly port?: number;
  /** Bindings beside those of wrangler.toml. */
  readonly bindings?: NonNullable<Parameters<typeof unstable_startWorker>[0]['bindings']>;
  /** The folder where buckets keep their content; in memory unless told. */
  readonly persist?: string;
  /** Whether to open its debugger. */
  readonly inspect?: boolean;
}

/**
 * Runs the Worker in workerd on this machine, over the built dist/site. It ends with `stop()`, and with this process.
 *
 * @throws Error when no port near by is free or the Worker doesn't build.
 */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false';
  const worker = await unstable_startWorker({
    config: CONFIG,
    bindings: options.bindings ?? {},
    dev: {
      server: { hostname: HOST, port: await freePort(options.port ?? 8787) },
      inspector: options.inspect ? { hostname: HOST, port: await freePort(0) } : false,
      remote: false,
      watch: false,
      persist: options.persist ?? false,
      logLevel: 'none',
    },
  }).catch((error: Error) => {
    throw new Error(`The Worker could not be started: ${error.cause ?? error}`, { cause: error });
  });
  await worker.ready;
  const inspectorUrl = options.inspect ? (await worker.inspectorUrl)?.href : undefined;
  return { url: (await worker.url).origin, inspectorUrl, stop: () => worker.dispose() };
}

/** The first free port of `wanted` and those after it. */
async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES; port++) {
    const probe = createServer().listen(port, HOST);
    try {
      await once(probe, 'listening');
      const free = (probe.address() as AddressInfo).port;
      await once(probe.close(), 'close');
      return free;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(
    `None of the ports ${wanted} to ${wanted + TRIES - 1} is free; end what listens there and try again.`,
  );
}
