import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matteQuerySchema } from '../../../shared/contracts/matte-query.ts';
import { type OpenApi, openApi } from '../../../worker/openapi/document.ts';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { builtArtifacts } from '../harness/ask.ts';
import { startWorker } from '../harness/start.ts';

/** Mattes that a token may ask for. */
const LIMIT = 20;
let worker: Served;
let document: OpenApi;
beforeAll(async () => {
  worker = await startWorker({
    bindings: {
      API_TOKENS: 'right,spent',
      ALLOWED_ORIGINS: 'https://example.org',
      PARTS: 'off',
    },
    ratelimits: { MATTES_LIMIT: { simple: { limit: LIMIT, period: 60 } } },
  });
  const response = await fetch(`${worker.url}/openapi.json`);
  expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  document = await response.json();
}, 60_000);
afterAll(() => worker?.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('GET /openapi.json', { timeout: 60_000 }, () => {
  it('is the document of this version', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document).toEqual(JSON.parse(JSON.stringify(openApi(document.info.version))));
  });

  it('refers only to what it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path);
    expect(references.length).toBeGreaterThan(3);
    for (const reference of references) {
      const found = reference.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, reference).toBeTypeOf('object');
    }
  });

  it('names every operation once, with its path parameters and the problems it can have', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const { required } of inPath) expect(required).toBe(true);
      expect(Object.keys(operation.responses).filter((status) => status.startsWith('2'))).not.toEqual([]);
    }
    const statuses = Object.keys(document.paths['/v1/mattes'].post.responses);
    expect(statuses.join()).toBe('200,400,401,403,406,408,413,415,422,429,501,503,default');
  });

  it('has the query that the schema validates', () => {
    const parameters = document.paths['/v1/mattes'].post.parameters ?? [];
    expect(parameters.map(({ name }) => name)).toEqual(Object.keys(matteQuerySchema.shape));
    for (const { name, schema } of parameters) {
      for (const value of schema.enum ?? []) {
        const others = { ...(name === 'on' && { output: 'cutout' }) };
        expect(matteQuerySchema.safeParse({ ...others, [name]: value }).success).toBe(true);
      }
      if (schema.enum) expect(matteQuerySchema.safeParse({ [name]: 'another' }).success).toBe(false);
      if (schema.default) expect(matteQuerySchema.parse({})).toHaveProperty(name, schema.default);
    }
  });

  it('says of every answer which status, headers and type it has', async () => {
    const [{ file, sha256, bytes }] = await builtArtifacts();
    const tag = { 'If-None-Match': `"${sha256}"` };
    const photo = new Uint8Array(await drawnPhoto(64));
    const picture = (headers: Record<string, string> = {}) => ({ method: 'POST', body: photo, headers });
    const asked: readonly (readonly [path: string, url: string, status: number, init?: RequestInit])[] = [
      // Before the limit's period ends.
      ['/v1/mattes', '/v1/mattes', 429, picture({ Authorization: 'Bearer spent' })],
      ['/v1/models', '/v1/models', 200],
      ['/v1/models', '/v1/models', 304, { headers: { 'If-None-Match': '*' } }],
      ['/v1/models/{file}', `/v1/models/${file}`, 200],
      ['/v1/models/{file}', `/v1/models/${file}`, 206, { headers: { Range: 'bytes=0-9' } }],
      ['/v1/models/{file}', `/v1/models/${file}`, 304, { headers: tag }],
      ['/v1/models/{file}', '/v1/models/other.onnx', 404],
      ['/v1/models/{file}', `/v1/models/${file}`, 416, { headers: { Range: `bytes=${bytes}-` } }],
      ['/v1/models/{file}', `/v1/models/${file}`, 200, { method: 'HEAD' }],
      ['/v1/models/{file}', `/v1/models/${file}`, 304, { method: 'HEAD', headers: tag }],
      ['/v1/models/{file}', '/v1/models/other.onnx', 404, { method: 'HEAD' }],
      ['/v1/mattes', '/v1/mattes?model=lite&output=coarse', 200, picture()],
      ['/v1/mattes', '/v1/mattes?model=lite&output=coarse&format=webp', 200, picture()],
      ['/v1/mattes', '/v1/mattes?model=best', 400, picture()],
      ['/v1/mattes', '/v1/mattes', 401, picture()],
      ['/v1/mattes', '/v1/mattes', 403, picture({ Origin: 'https://evil.test' })],
      ['/v1/mattes', '/v1/mattes', 406, picture({ Accept: 'text/html' })],
      ['/v1/mattes', '/v1/mattes', 413, { method: 'POST', body: new Uint8Array(17_000_000) }],
      ['/v1/mattes', '/v1/mattes', 415, picture({ 'Content-Type': 'text/plain' })],
      ['/v1/mattes', '/v1/mattes', 422, { method: 'POST', body: photo.subarray(0, 500) }],
      ['/v1/mattes', '/v1/mattes?part=head', 501, picture()],
      ['/v1.0/removebg', '/v1.0/removebg', 400, { method: 'POST' }],
      ['/v1.0/removebg', '/v1.0/removebg', 403, picture({ 'X-Api-Key': 'wrong' })],
      ['/v1.0/account', '/v1.0/account', 200],
      ['/v1.0/account', '/v1.0/account', 403, { headers: { 'X-Api-Key': 'wrong' } }],
      ['/v1/batches', '/v1/batches', 501, { method: 'POST' }],
      ['/api/remove', '/api/remove', 401, { method: 'POST' }],
      ['/api/remove', '/api/remove', 415, picture({ 'Content-Type': 'text/plain' })],
      ['/healthz', '/healthz', 200],
      ['/openapi.json', '/openapi.json', 200],
    ];
    const spent = picture({ Authorization: 'Bearer spent', Accept: 'text/html' });
    for (let i = 0; i < LIMIT; i++) await (await fetch(`${worker.url}/v1/mattes`, spent)).arrayBuffer();
    for (const [path, url, status, init = {}] of asked) {
      const { method = 'GET' } = init;
      const name = `${method} ${url} ${status}`;
      const token = status === 401 ? {} : { Authorization: 'Bearer right' };
      const response = await fetch(worker.url + url, { ...init, headers: { ...token, ...init.headers } });
      await response.arrayBuffer();
      expect(response.status, name).toBe(status);
      const said = document.paths[path][method.toLowerCase()].responses[status];
      expect(said, name).toBeDefined();
      for (const [header, { required }] of Object.entries(said.headers ?? {}))
        if (required !== false) expect(response.headers.has(header), header).toBe(true);
      const type = response.headers.get('Content-Type')?.split(';', 1)[0];
      if (said.content) expect(Object.keys(said.content), name).toContain(type);
    }
  });
});
