/** How often a request is sent again that never reached the Worker. */
const TRIES = 5;

/**
 * Sends a picture to `POST /v1/mattes`. wrangler's development proxy answers 503 by itself (plain text, no problem
 * details) when a kept connection to workerd was closed just then; such a request is sent again.
 */
export async function post(
  url: string,
  query: string,
  body: Uint8Array | FormData | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${url}/v1/mattes?${query}`, { method: 'POST', body: body as BodyInit, headers });
    const isProxy = response.status === 503 && response.headers.get('Retry-After') === '0';
    if (!isProxy || tries === TRIES) return response;
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 200 * tries));
  }
}
