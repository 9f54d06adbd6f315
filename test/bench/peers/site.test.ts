import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, servePeers } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await servePeers();
  await site.put('/one/data.bin', new Uint8Array([1, 2, 3, 4, 5]));
});
afterAll(() => site.close());

test('a site counts what it sends under a path, parts as parts', async () => {
  const whole = await fetch(`${site.origin}/one/data.bin`);
  expect([whole.status, whole.headers.get('cross-origin-embedder-policy')]).toEqual([200, 'require-corp']);
  expect([...new Uint8Array(await whole.arrayBuffer())]).toEqual([1, 2, 3, 4, 5]);
  const part = await fetch(`${site.origin}/one/data.bin`, { headers: { range: 'bytes=1-2' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1-2/5']);
  expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([2, 3]);
  expect((await fetch(`${site.origin}/one/data.bin`, { method: 'HEAD' })).headers.get('content-length')).toBe('5');
  expect((await fetch(`${site.origin}/other`)).status).toBe(404);
  expect([site.sent('/one/'), site.sent('/other')]).toEqual([7, 0]);
});
