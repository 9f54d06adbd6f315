import { expect } from 'vitest';
import {
  type BatchStatus,
  batchSchema,
  type Result,
  type Results,
  resultsSchema,
} from '../../../shared/contracts/batches.ts';
import type { Served, ServeOptions } from '../../../worker/serve.ts';
import { reaching } from './post.ts';
import { startWorker } from './start.ts';

const QUEUE = 'matteo-batches-test';

/** What a Worker is started with to take batches of the tokens `one` and `two`; short times, so that what is lost is soon sent again. */
export const TAKES_BATCHES = {
  bindings: {
    API_TOKENS: 'one,two',
    BATCH_PATIENCE_SECONDS: '2',
    BATCH_BACK_OFF_SECONDS: '1',
    BATCH_WINDOW: '8',
    BATCH_MOST_RUNNING: '50',
  },
  r2Buckets: { BATCH_PICTURES: 'matteo-pictures-test' },
  durableObjects: {
    BATCHES: { className: 'Batch', useSQLite: true },
    BATCH_OWNERS: { className: 'BatchOwner', useSQLite: true },
  },
  queueProducers: { BATCH_QUEUE: QUEUE, BATCH_SMALL_QUEUE: `${QUEUE}-small`, BATCH_DEAD_LETTERS: `${QUEUE}-dead` },
  queueConsumers: {
    [QUEUE]: { maxBatchSize: 1, maxBatchTimeout: 0 },
    [`${QUEUE}-small`]: { maxBatchSize: 1, maxBatchTimeout: 0 },
  },
} as const satisfies ServeOptions;

/** Hands whatever is given up to `url`, as JSON by POST. */
export const readsDeadLetters = (url: string) => ({
  name: 'reader',
  script: `export default {
    async queue({ messages }) {
      for (const { body } of messages) await fetch(${JSON.stringify(url)}, { method: 'POST', body: JSON.stringify(body) });
    },
  }`,
  // At once: what waits in the local queue's memory is lost when it is stopped.
  queueConsumers: { [`${QUEUE}-dead`]: { maxBatchSize: 1, maxBatchTimeout: 0 } },
});

/** Starts a Worker that takes batches. */
export const startBatches = ({ bindings, ...options }: ServeOptions = {}): Promise<Served> =>
  startWorker({ ...TAKES_BATCHES, ...options, bindings: { ...TAKES_BATCHES.bindings, ...bindings } });

/** What a client of a Worker's batches does, by a token. */
export class BatchClient {
  constructor(
    public url: string,
    readonly token = 'one',
  ) {}

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.token}`, ...init.headers };
    return reaching(() => fetch(`${this.url}${path}`, { ...init, headers }));
  }

  async create(options: object, headers: Record<string, string> = {}): Promise<BatchStatus> {
    const response = await this.ask('/v1/batches', { method: 'POST', headers, body: JSON.stringify({ options }) });
    return this.#read(response, 201);
  }

  send(id: string, name: string, bytes: Uint8Array): Promise<Response> {
    const path = `/v1/batches/${id}/pictures/${encodeURIComponent(name)}`;
    return this.ask(path, { method: 'PUT', body: bytes as Uint8Array<ArrayBuffer> });
  }

  async start(id: string): Promise<BatchStatus> {
    return this.#read(await this.ask(`/v1/batches/${id}/start`, { method: 'POST' }), 202);
  }

  async status(id: string): Promise<BatchStatus> {
    return this.#read(await this.ask(`/v1/batches/${id}`), 200);
  }

  /** Everything that has ended, page by page. */
  async results(id: string): Promise<{ all: Result[]; isLast: boolean }> {
    const all: Result[] = [];
    for (let cursor = ''; ; ) {
      const response = await this.ask(`/v1/batches/${id}/results${cursor && `?cursor=${cursor}`}`);
      expect(response.status).toBe(200);
      const page: Results = resultsSchema.parse(await response.json());
      all.push(...page.results);
      if (page.isLast || page.results.length === 0) return { all, isLast: page.isLast };
      cursor = page.cursor;
    }
  }

  async #read(response: Response, status: number): Promise<BatchStatus> {
    const body = await response.json();
    expect(response.status, JSON.stringify(body)).toBe(status);
    return batchSchema.parse(body);
  }
}
