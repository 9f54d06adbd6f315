import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { startWorker } from '../harness/start.ts';

let worker: Served;
let html: string;
let headers: Headers;
const ask = (path: string) => fetch(worker.url + path);

beforeAll(async () => {
  worker = await startWorker();
  const response = await ask('/');
  headers = response.headers;
  html = await response.text();
}, 60_000);
afterAll(() => worker?.stop());

describe('the try page', () => {
  it('is isolated, so that WASM has threads, and can reach nobody else', () => {
    const csp = headers.get('Content-Security-Policy') ?? '';
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Permissions-Policy')).toContain('camera=()');
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(csp).toContain("connect-src 'self';");
    expect(csp).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  });

  it('has every text filled in and nothing inline', () => {
    expect(html).toContain('Nothing is uploaded');
    expect(html).not.toMatch(/\{\{|\}\}/);
    expect(html).not.toMatch(/ style=| on[a-z]+=|<style|<script(?! type="module" src=")/);
  });

  it('asks only for files that are there, cached forever where the name is hashed', async () => {
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]*\.[a-z]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const path of files) {
      const response = await ask(path);
      await response.body?.cancel();
      expect(response.status, path).toBe(200);
      const immutable = response.headers.get('Cache-Control')?.includes('immutable');
      expect(immutable, path).toBe(/^\/assets\/\w+-\w{8}\.(js|css)$/.test(path));
    }
    expect((await ask('/')).headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate');
  });

  it('lets pages of other origins read the networks, and nothing else', async () => {
    const headersOf = async (path: string) => {
      const response = await ask(path);
      await response.body?.cancel();
      expect(response.status, path).toBe(200);
      return ['Access-Control-Allow-Origin', 'Cross-Origin-Resource-Policy'].map((name) => response.headers.get(name));
    };
    const catalog = (await (await ask('/models/catalog.json')).json()) as { artifacts: { file: string }[] };
    const { file } = catalog.artifacts[0];
    for (const path of ['/models/catalog.json', `/models/${file}`]) {
      expect(await headersOf(path), path).toEqual(['*', 'cross-origin']);
    }
    expect(await headersOf('/')).toEqual([null, 'same-origin']);
  });

  it('lets the engine be embedded in the isolated page', async () => {
    const page = await (await ask(html.match(/src="(\/assets\/page-\w+\.js)"/)?.[1] ?? '')).text();
    const engine = page.match(/\/assets\/engine-\w+\.js/)?.[0] ?? '';
    const ort = page.match(/\/ort\/[\d.]+\//)?.[0] ?? '';
    for (const path of [engine, `${ort}ort.wasm.bundle.min.mjs`, `${ort}ort-wasm-simd-threaded.wasm`]) {
      const response = await ask(path);
      await response.body?.cancel();
      expect(response.status, path).toBe(200);
      expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('Content-Type')).toMatch(/javascript|wasm/);
    }
  });
});

describe('the web app', () => {
  it('has a manifest, icons of their sizes, and a policy that lets nothing else in', async () => {
    expect(headers.get('Content-Security-Policy')).toContain("manifest-src 'self';");
    expect(headers.get('Content-Security-Policy')).toContain("worker-src 'self';");
    const response = await ask(html.match(/rel="manifest" href="([^"]+)"/)?.[1] ?? '');
    expect(response.headers.get('Content-Type')).toContain('application/manifest+json');
    const { icons, start_url, display } = (await response.json()) as {
      icons: { src: string; sizes: string; purpose?: string }[];
      start_url: string;
      display: string;
    };
    expect([start_url, display]).toEqual(['/', 'standalone']);
    expect(icons.map(({ purpose }) => purpose)).toContain('maskable');
    for (const { src, sizes } of icons) {
      const { width, height, format } = await sharp(await (await ask(src)).arrayBuffer()).metadata();
      expect([`${width}x${height}`, format], src).toEqual([sizes, 'png']);
    }
  });

  it('has a service worker that is never taken from a cache', async () => {
    const response = await ask('/service-worker.js');
    await response.body?.cancel();
    expect(response.headers.get('Content-Type')).toMatch(/javascript/);
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate');
  });

  it('sends a share that comes to the server to the page, whatever is in it', async () => {
    const { share_target } = await (await ask('/manifest.webmanifest')).json();
    const form = new FormData();
    form.set('picture', new File(['no picture at all'], 'a.png', { type: 'image/png' }));
    for (const init of [{ method: 'POST', body: form }, { method: 'POST', body: 'x'.repeat(1e6) }, {}]) {
      const response = await fetch(worker.url + share_target.action, { ...init, redirect: 'manual' });
      expect([response.status, response.headers.get('Location')]).toEqual([303, '/?shared']);
      expect(await response.text()).toBe('');
    }
  });
});

describe('dist/site', () => {
  it('has no file above the 25 MiB that a static asset may have', async () => {
    for (const entry of await readdir('dist/site', { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      expect((await stat(path)).size, path).toBeLessThanOrEqual(25 * 1024 * 1024);
    }
  });
});
