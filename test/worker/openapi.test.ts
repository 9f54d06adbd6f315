import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matteQuerySchema } from '../../shared/http.ts';
import { type OpenApi, openApi } from '../../worker/openapi/document.ts';
import type { Served } from '../../worker/serve.ts';
import { builtArtifacts } from './ask.ts';
import { startWorker } from './start.ts';

let worker: Served;
let document: OpenApi;
beforeAll(async () => {
  worker = await startWorker();
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
      expect(operation.responses[200]).toBeDefined();
    }
    const statuses = Object.keys(document.paths['/v1/mattes'].post.responses).map(Number);
    expect(statuses).toEqual([200, 400, 401, 403, 406, 408, 413, 415, 422, 429, 503]);
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

  it('lists what the Worker answers', async () => {
    const [{ file }] = await builtArtifacts();
    for (const { path, method, operation } of operations()) {
      if (method === 'post') continue;
      const url = worker.url + path.replace('{file}', file);
      const response = await fetch(url, { method: method.toUpperCase() });
      await response.body?.cancel();
      expect(response.status, operation.operationId).toBe(200);
    }
  });
});
