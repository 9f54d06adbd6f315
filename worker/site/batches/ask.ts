import { problemSchema } from '../../../shared/contracts/http.ts';

/** How often a request is sent again that the service was too busy for, and how long to wait where it does not say, in seconds. */
const TRIES = 5;
const WAIT_S = 2;

/** What the service declined, in its own sentence. */
export class Declined extends Error {}

/**
 * Asks the service this page came from.
 *
 * @throws Declined; TypeError where there is no answer.
 */
export async function ask(path: string, token: string, init: RequestInit = {}): Promise<Response> {
  const address = new URL(path, location.origin);
  if (address.origin !== location.origin) throw new Declined('The service names an address elsewhere.');
  for (let tries = 1; ; tries++) {
    const response = await fetch(address, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
    if (response.ok) return response;
    if (response.status !== 503 || tries === TRIES) throw new Declined(await sentenceOf(response));
    const seconds = Number(response.headers.get('Retry-After')) || WAIT_S;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

async function sentenceOf(response: Response): Promise<string> {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  return problem.success ? problem.data.detail : `The service answered ${response.status}.`;
}
