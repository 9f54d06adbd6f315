import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthSchema } from '../../../shared/contracts/http.ts';
import type { Artifact } from '../../../shared/inference/catalog.ts';
import type { Served } from '../../../worker/serve.ts';
import { built, builtArtifacts, problemOf, sha256 } from '../harness/ask.ts';
import { startWorker } from '../harness/start.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';
let worker: Served;
let artifacts: Artifact[];
const ask = (path: string, init?: RequestInit) => fetch(worker.url + path, init);
const urlOf = ({ file }: Artifact) => `/v1/models/${file}`;

beforeAll(async () => {
  artifacts = await builtArtifacts();
  worker = await startWorker();
}, 60_000);
afterAll(() => worker?.stop());

describe('GET /v1/models', () => {
  it('answers the catalog as it was built, for everybody', async () => {
    const response = await ask('/v1/models');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.status).toBe(200);
    expect(sha256(bytes)).toBe(sha256(await built('catalog.json')));
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=300');
    expect(response.headers.get('ETag')).toBe(`"${sha256(bytes)}"`);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  it('answers 304 to the tag it gave, and the catalog to another', async () => {
    const tag = (await ask('/v1/models', { method: 'HEAD' })).headers.get('ETag') ?? '';
    const current = await ask('/v1/models', { headers: { 'If-None-Match': `"old", W/${tag}` } });
    expect(current.status).toBe(304);
    expect(await current.text()).toBe('');
    expect((await ask('/v1/models', { headers: { 'If-None-Match': '"old"' } })).status).toBe(200);
  });
});

describe('GET, HEAD /v1/models/:file', () => {
  it('says the same about it to HEAD as to GET, without the body', async () => {
    for (const artifact of artifacts) {
      const response = await ask(urlOf(artifact), { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-length': String(artifact.bytes),
        'content-type': 'application/octet-stream',
        'cache-control': IMMUTABLE,
        etag: `"${artifact.sha256}"`,
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      });
      expect((await response.arrayBuffer()).byteLength).toBe(0);
    }
  });

  it('answers 304 while the client has it', async () => {
    const [artifact] = artifacts;
    for (const tag of [`"${artifact.sha256}"`, `W/"${artifact.sha256}"`, '*', `"a", "${artifact.sha256}"`]) {
      const response = await ask(urlOf(artifact), { headers: { 'If-None-Match': tag } });
      expect(response.status).toBe(304);
      expect(response.headers.get('ETag')).toBe(`"${artifact.sha256}"`);
      expect(response.headers.get('Cache-Control')).toBe(IMMUTABLE);
    }
    const stale = await ask(urlOf(artifact), { method: 'HEAD', headers: { 'If-None-Match': '"0"' } });
    expect(stale.status).toBe(200);
  });

  it('answers 404 to every name that the catalog does not list', async () => {
    const [{ file }] = artifacts;
    const names = [
      'catalog.json',
      'lite-fp32.00000000.onnx',
      `${file}.bak`,
      file.toUpperCase(),
      '..%2Findex.html',
      '..%2F..%2Fmodels%2Fcatalog.json',
      '%00',
      '%E0%A4%A',
      'a'.repeat(4000),
    ];
    for (const name of names) {
      const response = await ask(`/v1/models/${name}`);
      expect(response.status, name).toBe(404);
      expect((await problemOf(response)).type).toBe('/problems/not-found');
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    }
  });
});

describe('every route', () => {
  it('answers 405 with what it allows to other methods', async () => {
    for (const path of ['/v1/models', urlOf(artifacts[0]), '/healthz']) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const response = await ask(path, { method });
        expect(response.status, `${method} ${path}`).toBe(405);
        expect(response.headers.get('Allow')).toBe('GET, HEAD');
        expect((await problemOf(response)).type).toBe('/problems/method-not-allowed');
      }
    }
  });

  it('answers a preflight from any origin', async () => {
    const response = await ask(urlOf(artifacts[0]), {
      method: 'OPTIONS',
      headers: { Origin: 'https://example.org', 'Access-Control-Request-Method': 'GET' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(response.headers.get('Access-Control-Allow-Methods')).toContain('GET');
  });

  it('answers 404 as a problem where there is nothing', async () => {
    for (const path of ['/nothing', '/v1', '/v1/nothing', '/v1/models/a/b', '/_headers']) {
      const response = await ask(path);
      expect(response.status, path).toBe(404);
      expect((await problemOf(response)).type).toBe('/problems/not-found');
    }
  });
});

describe('GET /healthz', () => {
  it('says which version and which catalog answer', async () => {
    const response = await ask('/healthz');
    const health = healthSchema.parse(await response.json());
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(health).toEqual({ status: 'ok', version, catalog: sha256(await built('catalog.json')) });
  });
});
