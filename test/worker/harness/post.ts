/** How often a request is sent again that never reached the Worker. */
const TRIES = 5;

/** What it means that a kept connection was closed. */
const CLOSED = ['UND_ERR_SOCKET', 'ECONNRESET'];

/** Sends a request again that never reached the Worker: workerd ends a connection that was idle for some seconds. */
export async function reaching(send: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (!CLOSED.includes(code ?? '') || tries === TRIES) throw error;
    }
  }
}

/** POSTs a picture. */
export const post = (
  url: string,
  query: string,
  body: Uint8Array | FormData | string,
  headers: Record<string, string> = {},
  path = '/v1/mattes',
): Promise<Response> =>
  reaching(() => fetch(`${url}${path}?${query}`, { method: 'POST', body: body as BodyInit, headers }));
