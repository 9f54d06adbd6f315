import { setTimeout as after } from 'node:timers/promises';
import {
  type BatchStatus,
  batchSchema,
  type NewBatch,
  type Results,
  resultsSchema,
  type Sent,
  sentSchema,
} from '../../../shared/contracts/batches.ts';
import { problemSchema } from '../../../shared/contracts/http.ts';

/** How often a request is sent at most, and how long to wait before it is sent again where the server does not say, in milliseconds. */
const TRIES = 6;
const WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** What a server declined: the name of its problem, or `unreachable`, and its sentence. */
export class Declined extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A Worker's batches. */
export interface Api {
  create(wanted: NewBatch, key: string): Promise<BatchStatus>;
  status(id: string): Promise<BatchStatus>;
  sent(id: string, cursor: string): Promise<Sent>;
  send(id: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  start(id: string): Promise<void>;
  results(id: string, cursor: string): Promise<Results>;
  fetch(href: string): Promise<Uint8Array>;
  remove(id: string): Promise<void>;
}

/**
 * Every call throws `Declined` with the server's sentence where it declines; where it is busy, or the connection breaks, it is asked again.
 *
 * @param url its origin: no slash at its end.
 */
export function createApi({ url, token }: { readonly url: string; readonly token: string }): Api {
  /** @returns the whole body, because the connection may also break in the middle of it. */
  async function ask(path: string, init: RequestInit = {}): Promise<Uint8Array<ArrayBuffer>> {
    const address = new URL(path, url);
    if (address.origin !== url)
      throw new Declined('unreachable', 'The server sends elsewhere, where its token does not belong.');
    for (let tries = 1; ; tries++) {
      const headers = { Authorization: `Bearer ${token}`, ...init.headers };
      const response = await fetch(address, { ...init, headers })
        .then(async (answer) => (answer.ok ? new Uint8Array(await answer.arrayBuffer()) : answer))
        .catch((error: Error) => error);
      if (response instanceof Uint8Array) return response;
      const isPassing = response instanceof Error || [429, 500, 502, 503, 504].includes(response.status);
      if (!isPassing || tries === TRIES) throw await declinedBy(response);
      const seconds = response instanceof Response ? Number(response.headers.get('Retry-After')) : 0;
      await after(Math.min(seconds * 1000 || WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS));
    }
  }
  const batch = (id: string) => `/v1/batches/${id}`;
  const page = (cursor: string) => (cursor ? `?cursor=${encodeURIComponent(cursor)}` : '');
  const json = async (body: Promise<Uint8Array>): Promise<unknown> => JSON.parse(Buffer.from(await body).toString());

  return {
    create: async (wanted, key) =>
      batchSchema.parse(
        await json(
          ask('/v1/batches', { method: 'POST', headers: { 'Idempotency-Key': key }, body: JSON.stringify(wanted) }),
        ),
      ),
    status: async (id) => batchSchema.parse(await json(ask(batch(id)))),
    sent: async (id, cursor) => sentSchema.parse(await json(ask(`${batch(id)}/pictures${page(cursor)}`))),
    async send(id, name, body) {
      await ask(`${batch(id)}/pictures/${encodeURIComponent(name)}`, { method: 'PUT', body });
    },
    async start(id) {
      await ask(`${batch(id)}/start`, { method: 'POST' });
    },
    results: async (id, cursor) => resultsSchema.parse(await json(ask(`${batch(id)}/results${page(cursor)}`))),
    async remove(id) {
      await ask(batch(id), { method: 'DELETE' });
    },
    fetch: ask,
  };
}

async function declinedBy(response: Response | Error): Promise<Declined> {
  if (response instanceof Error) {
    return new Declined('unreachable', `The server can't be reached (${String(response.cause ?? response.message)}).`);
  }
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) return new Declined('http-status', `The server answered ${response.status}.`);
  return new Declined(problem.data.type.replace('/problems/', ''), problem.data.detail);
}
