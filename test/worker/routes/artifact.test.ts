import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Artifact } from '../../../shared/inference/catalog.ts';
import type { Served } from '../../../worker/serve.ts';
import { built, builtArtifacts, problemOf, sha256 } from '../harness/ask.ts';
import { fillBucket } from '../harness/bucket.ts';
import { startWorker } from '../harness/start.ts';

const artifacts = await builtArtifacts();
const lite = artifacts.find(({ network }) => network === 'lite')!;
const large = artifacts.reduce((a, b) => (a.bytes > b.bytes ? a : b));
const urlOf = ({ file }: Artifact) => `/v1/models/${file}`;

describe.each(['static files', 'a bucket'])('artifacts from %s', { timeout: 60_000 }, (source) => {
  let worker: Served;
  let folder: string;
  const ask = (artifact: Artifact, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(worker.url + urlOf(artifact), { headers, method });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matteo-bucket-'));
    if (source === 'static files') worker = await startWorker();
    else worker = await startWorker(await fillBucket(folder, [[lite.file, await built(lite.file)]]));
  }, 60_000);
  afterAll(async () => {
    await worker?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('are what models/dist has, byte for byte', async () => {
    for (const artifact of artifacts) {
      const response = await ask(artifact);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(response.status).toBe(200);
      expect(response.headers.get('Content-Length')).toBe(String(artifact.bytes));
      expect(response.headers.get('Accept-Ranges')).toBe('bytes');
      expect(sha256(bytes)).toBe(artifact.sha256);
      expect(sha256(await built(artifact.file))).toBe(artifact.sha256);
    }
  });

  it('come in ranges that fit together', async () => {
    for (const artifact of [lite, large]) {
      const whole = await built(artifact.file);
      const end = artifact.bytes;
      const wanted = [
        ['bytes=0-0', 0, 1],
        ['bytes=0-', 0, end],
        [`bytes=${end - 1}-${end + 5}`, end - 1, end],
        ['bytes=-7', end - 7, end],
        [`bytes=65530-${65530 + 70_000}`, 65530, 65530 + 70_001],
        [`bytes=${end - 100_000}-`, end - 100_000, end],
      ] as const;
      for (const [range, from, to] of wanted) {
        const response = await ask(artifact, { Range: range });
        const bytes = Buffer.from(await response.arrayBuffer());
        expect(response.status, range).toBe(206);
        expect(response.headers.get('Content-Range')).toBe(`bytes ${from}-${to - 1}/${end}`);
        expect(response.headers.get('Content-Length')).toBe(String(to - from));
        expect(response.headers.get('ETag')).toBe(`"${artifact.sha256}"`);
        expect(bytes.equals(whole.subarray(from, to)), range).toBe(true);
      }
    }
  });

  it('answer 416 to a range beyond them', async () => {
    for (const range of [`bytes=${lite.bytes}-`, 'bytes=-0']) {
      const response = await ask(lite, { Range: range });
      expect(response.status).toBe(416);
      expect(response.headers.get('Content-Range')).toBe(`bytes */${lite.bytes}`);
      expect((await problemOf(response)).type).toBe('/problems/range-not-satisfiable');
    }
  });

  it('come whole where several ranges, nonsense or another content is asked for', async () => {
    const tag = `"${lite.sha256}"`;
    const asked: Record<string, string>[] = [
      { Range: 'bytes=0-1,5-6' },
      { Range: 'bytes=9-2' },
      { Range: 'lines=1-2' },
      { Range: 'bytes=0-1', 'If-Range': '"another"' },
      { Range: 'bytes=0-1', 'If-Range': `W/${tag}` },
      { Range: 'bytes=0-1', 'If-Range': 'Wed, 21 Oct 2026 07:28:00 GMT' },
    ];
    for (const headers of asked) {
      const response = await ask(lite, headers);
      expect(response.status, JSON.stringify(headers)).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBe(lite.bytes);
    }
    expect((await ask(lite, { Range: 'bytes=0-1', 'If-Range': tag })).status).toBe(206);
  });

  it('answer 304 before any range, and HEAD without one', async () => {
    const tag = `"${lite.sha256}"`;
    expect((await ask(lite, { Range: 'bytes=0-1', 'If-None-Match': tag })).status).toBe(304);
    const head = await ask(lite, { Range: 'bytes=0-1' }, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.headers.get('Content-Length')).toBe(String(lite.bytes));
  });

  it('still come after clients that left in the middle', async () => {
    for (let i = 0; i < 5; i++) {
      await new Promise<void>((left) => {
        const headers = i % 2 ? { Range: 'bytes=1000-' } : {};
        const request = get(worker.url + urlOf(large), { headers }, (response) => {
          response.once('data', () => request.destroy());
          response.once('close', left);
          response.once('error', () => {});
        });
      });
    }
    expect(sha256(new Uint8Array(await (await ask(lite)).arrayBuffer()))).toBe(lite.sha256);
  });
});

it('an artifact comes from the bucket where that has it whole, and from the static files else', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-bucket-'));
  const marked = Buffer.from(await built(lite.file)).fill(7, 0, 16);
  const [other] = artifacts.filter(({ file }) => file !== lite.file);
  const options = await fillBucket(folder, [
    [lite.file, marked],
    [other.file, Buffer.from('cut short')],
    ['secret.txt', Buffer.from('not of the catalog')],
  ]);
  const worker = await startWorker(options);
  try {
    const bytesOf = async (artifact: Artifact) =>
      Buffer.from(await (await fetch(worker.url + urlOf(artifact))).arrayBuffer());
    expect((await bytesOf(lite)).equals(marked)).toBe(true);
    expect(sha256(await bytesOf(other))).toBe(other.sha256);
    expect((await fetch(`${worker.url}/v1/models/secret.txt`)).status).toBe(404);
  } finally {
    await worker.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
