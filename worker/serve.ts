import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { constants, rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
// The one that wrangler brings, so that both are of one version.
import { Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { bundleWorker } from './bundle.ts';

const CONFIG = fileURLToPath(new URL('../wrangler.toml', import.meta.url));
const SITE = fileURLToPath(new URL('../dist/site', import.meta.url));
const HOST = '127.0.0.1';
const TRIES = 50;

/** A Worker that answers at `url` (no slash at its end) until it is stopped. */
export interface Served {
  readonly url: string;
  /** Where its debugger answers, if it was asked for. */
  readonly inspectorUrl?: string | undefined;
  stop(): Promise<void>;
}

/** How a Worker run on this machine differs from wrangler.toml's: its variables, limits, buckets, queues and objects, and where it runs. */
export interface ServeOptions {
  /** Variables and secrets. */
  readonly bindings?: Record<string, string>;
  readonly ratelimits?: Record<string, { simple: { limit: number; period: 10 | 60 } }>;
  /** The name of the bucket behind each binding. */
  readonly r2Buckets?: Record<string, string>;
  /** The Durable Object's class behind each binding. */
  readonly durableObjects?: Record<string, { className: string; useSQLite: true }>;
  /** The name of the queue behind each binding. */
  readonly queueProducers?: Record<string, string>;
  /** How the Worker takes the messages of each queue, by its name. */
  readonly queueConsumers?: Record<string, { maxBatchSize: number; maxBatchTimeout: number; maxRetries?: number }>;
  /** Workers that run beside it, and may take what its queues carry. */
  readonly others?: readonly {
    readonly name: string;
    readonly script: string;
    readonly queueConsumers: ServeOptions['queueConsumers'];
  }[];
  /** The port wanted. Default: 8787. Where it is taken, the next free one is used. 0 means any free one. */
  readonly port?: number;
  /** The folder of static files. Default: dist/site. */
  readonly site?: string;
  /** The folder where buckets and objects keep their content. By default they keep it in memory. */
  readonly persist?: string;
  /** Whether to open its debugger. */
  readonly inspect?: boolean;
}

/**
 * Keeps workerd's connections to Miniflare open. Its queues tell Miniflare what they have done over a connection that Node closes after five
 * seconds without use. A queue that writes to it in that moment fails, and delivers nothing any more.
 */
subscribe('http.server.request.start', (message) => {
  const { request, server } = message as { request: IncomingMessage; server: Server };
  if (request.url === '/core/log') server.keepAliveTimeout = 0;
});

/**
 * Runs the Worker in workerd on this machine, over a copy of the built dist/site: a build meanwhile changes nothing of
 * what is served. Clients talk to workerd itself: a request whose body is not read to its end costs that client its
 * connection, and nobody else anything. It ends with `stop()`, and with this process.
 *
 * @throws Error when no port near by is free or the Worker doesn't build.
 */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false';
  const { port = 8787, site = SITE, persist, inspect, others = [], ...bindings } = options;
  const copy = await mkdtemp(join(tmpdir(), 'matteo-site-'));
  const forget = () => rmSync(copy, { recursive: true, force: true });
  process.once('exit', forget);
  try {
    await cp(site, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
    const { workerOptions, externalWorkers } = unstable_getMiniflareWorkerOptions(CONFIG, undefined, {
      overrides: { assets: { directory: copy } },
    });
    const { modulesRules: _, ...configured } = workerOptions;
    const server = new Miniflare({
      host: HOST,
      port: await freePort(port),
      ...(inspect && { inspectorHost: HOST, inspectorPort: await freePort(0) }),
      ...(persist && { defaultPersistRoot: persist }),
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio(...outputs: Readable[]) {
        for (const output of outputs) output.resume();
      },
      workers: [
        { ...configured, ...bindings, modules: await bundleWorker(), unsafeInspectorProxy: inspect },
        ...externalWorkers,
        ...others.map((other) => ({ ...other, modules: true })),
      ],
    });
    const url = (await server.ready).origin;
    const inspectorUrl = inspect ? (await server.getInspectorURL()).href : undefined;
    return { url, inspectorUrl, stop };

    async function stop(): Promise<void> {
      await server.dispose();
      await rm(copy, { recursive: true, force: true });
      process.off('exit', forget);
    }
  } catch (error) {
    forget();
    process.off('exit', forget);
    throw new Error(`The Worker could not be started: ${(error as Error).cause ?? error}`, { cause: error });
  }
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
