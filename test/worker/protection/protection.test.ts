import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { matteHeadersSchema } from '../../../shared/contracts/http.ts';
import type { AppEnv } from '../../../worker/bindings.ts';
import { log } from '../../../worker/log.ts';
import { network } from '../../../worker/protection/limit.ts';
import { allows } from '../../../worker/protection/origins.ts';
import type { Served } from '../../../worker/serve.ts';
import { problemOf } from '../harness/ask.ts';
import { startWorker } from '../harness/start.ts';

const EXTENSION = 'abcdefghijklmnopabcdefghijklmnop';

describe('a Worker with tokens, listed origins and a limit', { timeout: 60_000 }, () => {
  let worker: Served;
  beforeAll(async () => {
    worker = await startWorker({
      bindings: {
        API_TOKENS: 'first-token, second.token~2,third',
        ALLOWED_ORIGINS: `https://example.org,${EXTENSION},moz-extension://*`,
      },
      ratelimits: { MATTES_LIMIT: { simple: { limit: 3, period: 60 } } },
    });
  }, 60_000);
  afterAll(() => worker?.stop());
  const post = (headers: Record<string, string>) =>
    fetch(`${worker.url}/v1/mattes`, { method: 'POST', body: 'not a picture', headers });

  it.each([
    [undefined, 'Bearer realm="matteo"'],
    ['Basic Zm9vOmJhcg==', 'Bearer realm="matteo"'],
    ['Bearer ', 'Bearer realm="matteo"'],
    ['Bearer first-token, second.token~2', 'Bearer realm="matteo"'],
    ['Bearer first-toke', 'Bearer realm="matteo", error="invalid_token"'],
    ['Bearer first-tokenn', 'Bearer realm="matteo", error="invalid_token"'],
    [`Bearer ${'x'.repeat(8000)}`, 'Bearer realm="matteo", error="invalid_token"'],
  ])('answers 401 to the authorization %j', async (authorization, challenge) => {
    const response = await post(authorization === undefined ? {} : { Authorization: authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toBe(challenge);
    expect((await problemOf(response)).type).toBe('/problems/unauthorized');
  });

  it('lets every listed token pass until its limit, each on its own account', async () => {
    for (const token of ['first-token', 'second.token~2']) {
      for (let i = 0; i < 3; i++)
        expect([401, 429]).not.toContain((await post({ Authorization: `Bearer ${token}` })).status);
      const response = await post({ Authorization: `bearer ${token}` });
      expect(response.status).toBe(429);
      expect(response.headers.get('Retry-After')).toBe('60');
      expect(response.headers.get('RateLimit-Remaining')).toBe('0');
      expect(response.headers.get('RateLimit-Reset')).toBe('60');
      expect((await problemOf(response)).type).toBe('/problems/too-many-requests');
    }
  });

  it('names every request, by the name that its client gave where there is one', async () => {
    const nameOf = async (given?: string) => {
      const response = await fetch(`${worker.url}/healthz`, given ? { headers: { 'Request-Id': given } } : {});
      await response.arrayBuffer();
      return response.headers.get('Request-Id');
    };
    expect(await nameOf('order-7_a=')).toBe('order-7_a=');
    for (const given of [undefined, 'two words', 'x'.repeat(101), '"}{'])
      expect(await nameOf(given)).toMatch(/^[\da-f-]{36}$/);
    expect((await post({})).headers.get('Request-Id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('keeps artifacts and health open', async () => {
    for (const path of ['/v1/models', '/healthz']) expect((await fetch(worker.url + path)).status).toBe(200);
  });

  it('lets pages name a request, and send it again by a key', async () => {
    const response = await fetch(`${worker.url}/v1/mattes`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://example.org',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'idempotency-key, request-id',
      },
    });
    const allowed = response.headers.get('Access-Control-Allow-Headers')?.split(',') ?? [];
    for (const name of ['Idempotency-Key', 'Request-Id']) expect(allowed).toContain(name);
  });

  it('lets pages read every header that tells of a matte', async () => {
    const response = await post({ Origin: 'https://example.org' });
    await response.arrayBuffer();
    const exposed = response.headers.get('Access-Control-Expose-Headers')?.split(',') ?? [];
    for (const name of [...Object.keys(matteHeadersSchema.shape), 'Request-Id', 'Retry-After', 'Server-Timing'])
      expect(exposed).toContain(name);
  });

  it('shares its answers with listed origins only, and works for no other page', async () => {
    const origins = ['https://example.org', `chrome-extension://${EXTENSION}`, 'moz-extension://0a1b'];
    for (const origin of origins) {
      const response = await fetch(`${worker.url}/v1/models`, { headers: { Origin: origin } });
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(response.headers.get('Vary')).toContain('Origin');
      expect((await post({ Origin: origin })).status).toBe(401);
    }
    for (const origin of ['https://example.org.evil.test', 'null', 'https://example.com']) {
      const response = await fetch(`${worker.url}/v1/models`, { headers: { Origin: origin } });
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
      const posted = await post({ Origin: origin, Authorization: 'Bearer third' });
      expect(posted.status).toBe(403);
      expect((await problemOf(posted)).type).toBe('/problems/forbidden');
    }
    expect((await post({ Origin: worker.url })).status).toBe(401);
  });

  it('answers the preflight of a matte with a token, before any token is there', async () => {
    const response = await fetch(`${worker.url}/v1/mattes`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'moz-extension://0a1b',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('moz-extension://0a1b');
    expect(response.headers.get('Access-Control-Allow-Methods')).toContain('POST');
    expect(response.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization.*Content-Type/);
  });

  it('has secure headers on every answer', async () => {
    for (const path of ['/', '/v1/models', '/healthz', '/nothing', '/v1/mattes']) {
      const { headers } = await fetch(worker.url + path);
      expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff');
      expect(headers.get('Referrer-Policy'), path).toBe('no-referrer');
      expect(headers.get('Strict-Transport-Security'), path).toContain('max-age=31536000');
      expect(headers.get('Content-Security-Policy'), path).toContain("default-src 'none'");
    }
  });
});

describe('allows', () => {
  it.each([
    ['https://example.org', 'https://example.org', true],
    ['https://example.org', 'http://example.org', false],
    ['https://*', 'https://anything.test', true],
    ['https://example.*', 'https://example.org', false],
    ['*', 'https://example.org', false],
    [EXTENSION, `moz-extension://${EXTENSION}`, false],
  ])('%s stands for %s: %s', (entry, origin, expected) => expect(allows(entry, origin)).toBe(expected));
});

describe('network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8'],
    ['', ''],
  ])('of %j is %j', (address, expected) => expect(network(address)).toBe(expected));
});

describe('the log', () => {
  it('is one line of what happened, and nothing of who asked for what (privacy 17)', async () => {
    const written = vi.spyOn(console, 'log').mockImplementation(() => {});
    const app = new Hono<AppEnv>()
      .use(log)
      .post('/v1/mattes/:name', (context) =>
        context.body('matte', 200, { 'Content-Length': '5', 'Matteo-Model': 'lite', 'Server-Timing': 'infer;dur=20' }),
      );
    await app.request('/v1/mattes/private-name?on=private-query', {
      method: 'POST',
      body: 'private-body',
      headers: { Authorization: 'Bearer private-token', 'CF-Connecting-IP': '192.0.2.7', 'Content-Length': '12' },
    });
    const lines = written.mock.calls.map(([line]) => String(line));
    written.mockRestore();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0])).toEqual({
      method: 'POST',
      route: '/v1/mattes/:name',
      status: 200,
      ms: expect.any(Number),
      bytesIn: 12,
      bytesOut: 5,
      model: 'lite',
      stages: 'infer;dur=20',
    });
    expect(lines[0]).not.toMatch(/private|192\.0\.2/);
  });
});
