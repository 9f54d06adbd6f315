import { createHash } from 'node:crypto';
import { healthSchema, matteHeadersSchema, problemSchema } from '../../shared/contracts/http.ts';
import { type Artifact, catalogSchema } from '../../shared/inference/catalog.ts';
import { tryBatch } from './batch.ts';

/** One thing that was looked at: what was seen, or why it is wrong. */
export interface Check {
  readonly name: string;
  readonly seen?: string;
  readonly failure?: string;
}

const TIMEOUT = 60_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function must(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}

const hasSecureHeaders = ({ headers }: Response) =>
  headers.get('X-Content-Type-Options') === 'nosniff' &&
  headers.has('Strict-Transport-Security') &&
  (headers.get('Content-Security-Policy') ?? '').includes("default-src 'none'");

/** Looks at a Worker at `origin` as its clients do, `withBatch` at its batches too; every check stands for itself. */
export async function* smoke(
  origin: string,
  picture: Uint8Array,
  token?: string,
  withBatch = false,
): AsyncGenerator<Check> {
  let catalogHash = '';
  let smallest: Artifact | undefined;
  let whole = new Uint8Array();

  const ask = async (path: string, status: number, init: RequestInit = {}) => {
    const response = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
    if (response.status === status) return response;
    const said = (await response.text()).slice(0, 200);
    throw new Error(`${path} answers ${response.status}, not ${status}: ${said}`);
  };

  const checks: Record<string, () => Promise<string>> = {
    'the page and its headers': async () => {
      const response = await ask('/', 200);
      must((await response.text()).includes('Matteo'), 'this is not the try page');
      must(hasSecureHeaders(response), 'secure headers are missing');
      must(response.headers.get('Cross-Origin-Opener-Policy') === 'same-origin', 'the page is not isolated');
      return 'isolated, with secure headers';
    },
    'the page as its service worker takes it': async () => {
      const built = /"\/":\{bytes:\d+,sha256:"([0-9a-f]{64})"/.exec(
        await (await ask('/service-worker.js', 200)).text(),
      );
      const page = new Uint8Array(await (await ask('/', 200)).arrayBuffer());
      must(built !== null, 'there is no service worker');
      must(built[1] === sha256(page), 'the page is not as it was built, so it will not work without a connection');
      return 'byte for byte as it was built';
    },
    'GET /healthz': async () => {
      const response = await ask('/healthz', 200);
      must(hasSecureHeaders(response), 'secure headers are missing');
      const { version, catalog } = healthSchema.parse(await response.json());
      catalogHash = catalog;
      return `version ${version}`;
    },
    'GET /v1/models': async () => {
      const bytes = new Uint8Array(await (await ask('/v1/models', 200)).arrayBuffer());
      must(sha256(bytes) === catalogHash, 'the catalog is not the one that /healthz names');
      const { artifacts } = catalogSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
      smallest = artifacts.reduce((a, b) => (a.bytes < b.bytes ? a : b));
      return `${artifacts.length} artifacts`;
    },
    'an artifact': async () => {
      must(smallest !== undefined, 'there was no catalog');
      const response = await ask(`/v1/models/${smallest.file}`, 200, { headers: { Origin: 'https://example.org' } });
      whole = new Uint8Array(await response.arrayBuffer());
      must(sha256(whole) === smallest.sha256, 'its bytes are not what the catalog says');
      must(response.headers.get('ETag') === `"${smallest.sha256}"`, 'its ETag is not its hash');
      must((response.headers.get('Cache-Control') ?? '').includes('immutable'), 'it is not cached forever');
      return `${smallest.file}, ${whole.length} bytes, hash right`;
    },
    'a range of it': async () => {
      must(smallest !== undefined, 'there was no catalog');
      const response = await ask(`/v1/models/${smallest.file}`, 206, { headers: { Range: 'bytes=1000-1999' } });
      const part = new Uint8Array(await response.arrayBuffer());
      must(Buffer.from(part).equals(whole.subarray(1000, 2000)), 'the range has other bytes than the whole');
      return response.headers.get('Content-Range') ?? '';
    },
    'an artifact that the client has': async () => {
      must(smallest !== undefined, 'there was no catalog');
      const headers = { 'If-None-Match': `"${smallest.sha256}"` };
      await ask(`/v1/models/${smallest.file}`, 304, { headers });
      return 'not sent again';
    },
    'an unknown artifact': async () => {
      const response = await ask('/v1/models/lite-fp32.00000000.onnx', 404);
      return problemSchema.parse(await response.json()).type;
    },
    'GET /openapi.json and /docs': async () => {
      const { openapi } = (await (await ask('/openapi.json', 200)).json()) as { openapi: string };
      must((await (await ask('/docs', 200)).text()).includes('/v1/mattes'), '/docs does not show the API');
      return `OpenAPI ${openapi}`;
    },
    'POST /v1/mattes': async () => {
      const headers = { 'Content-Type': 'image/png', ...(token && { Authorization: `Bearer ${token}` }) };
      const query = 'model=lite&output=coarse';
      const response = await ask(`/v1/mattes?${query}`, 200, { method: 'POST', body: picture.slice().buffer, headers });
      const names = Object.keys(matteHeadersSchema.shape).filter((name) => response.headers.has(name));
      const told = matteHeadersSchema.parse(
        Object.fromEntries(names.map((name) => [name, response.headers.get(name)])),
      );
      must(told['Matteo-Person'] === 'yes', 'it sees no person in the drawn picture');
      must((response.headers.get('Content-Type') ?? '') === 'image/png', 'the answer is no PNG');
      return `${told['Matteo-Model']}, ${(await response.arrayBuffer()).byteLength} bytes, ${response.headers.get('Server-Timing')}`;
    },
    'POST /v1/mattes with nonsense': async () => {
      const headers = { 'Content-Type': 'image/png', ...(token && { Authorization: `Bearer ${token}` }) };
      const response = await fetch(`${origin}/v1/mattes`, { method: 'POST', body: 'nonsense', headers });
      const { type, status } = problemSchema.parse(await response.json());
      must(status >= 400 && status < 500, `it answers ${status}`);
      return `${status} ${type}`;
    },
  };

  if (withBatch) checks['a batch from its beginning to its end'] = () => tryBatch(origin, picture, token);

  for (const [name, look] of Object.entries(checks)) {
    try {
      yield { name, seen: await look() };
    } catch (error) {
      yield { name, failure: error instanceof Error ? error.message : String(error) };
    }
  }
}
