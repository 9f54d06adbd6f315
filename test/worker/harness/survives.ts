import { setTimeout } from 'node:timers/promises';
import type { HostileBody } from '../../fixtures/files/bodies.ts';
import { post } from './post.ts';

/** How often a good request is sent at most. */
const TRIES = 5;

/** What became of hostile requests. */
export interface Outcome {
  /** How many answers had each status. */
  readonly statuses: Record<number, number>;
  /** What must not have happened, in words. */
  readonly faults: string[];
}

/** Sends every body, `lanes` at a time; a 503 that says when to come back is not a fault, nor a 501 for what is not set up there. */
export async function sendAll(url: string, bodies: AsyncIterable<HostileBody>, lanes: number): Promise<Outcome> {
  const outcome: Outcome = { statuses: {}, faults: [] };
  const source = bodies[Symbol.asyncIterator]();
  const lane = async () => {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const { kind, body, contentType, query, path } = next.value;
      const headers = { 'Content-Type': contentType.replace(/[^\x20-\x7e]/g, '?') };
      const response = await post(url, query, body, headers, path);
      const text = await response.text();
      outcome.statuses[response.status] = (outcome.statuses[response.status] ?? 0) + 1;
      const isRefusal =
        (response.status === 503 && response.headers.has('Retry-After')) ||
        (response.status === 501 && text.includes('/problems/not-implemented'));
      if (response.status >= 500 && !isRefusal) outcome.faults.push(`${kind}: ${response.status} ${text}`);
      if (response.status >= 400 && /\bat .+:\d+:\d+/.test(text))
        outcome.faults.push(`${kind}: a stack trace: ${text}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcome;
}

/** Asks a Worker that must still answer; where it says when to come back, the picture is sent again then. @throws Error when it does not. */
export async function expectGood(url: string, image: Uint8Array): Promise<void> {
  for (let tries = 1; ; tries++) {
    const response = await post(url, 'model=lite&output=coarse', image);
    const { byteLength } = await response.arrayBuffer();
    if (response.status === 200 && response.headers.get('Content-Type') === 'image/png' && byteLength >= 100) return;
    const seconds = Number(response.headers.get('Retry-After'));
    if (response.status !== 503 || seconds === 0 || tries === TRIES)
      throw new Error(`A good request was answered ${response.status}, ${byteLength} bytes.`);
    await setTimeout(seconds * 1000);
  }
}
