/** How often a request is sent again that never reached the Worker. */
const TRIES = 5;

/** What it means that a kept connection was closed. */
const CLOSED = ['UND_ERR_SOCKET', 'ECONNRESET'];

/**
 * POSTs a picture. workerd ends a connection that was idle for some seconds; a request that is sent
 * on it just then is sent again.
 */
export async function post(
  url: string,
  query: string,
  body: Uint8Array | FormData | string,
  headers: Record<string, string> = {},
  path = '/v1/mattes',
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(`${url}${path}?${query}`, { method: 'POST', body: body as BodyInit, headers });
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (!CLOSED.includes(code ?? '') || tries === TRIES) throw error;
    }
  }
}
