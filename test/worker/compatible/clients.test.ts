import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { installOnce } from '../../fixtures/install.ts';
import { startWorker } from '../harness/start.ts';

const CLIENTS = fileURLToPath(new URL('clients', import.meta.url));
const run = promisify(execFile);

let worker: Served;
let folder: string;
let path: string;

beforeAll(async () => {
  installOnce(CLIENTS);
  worker = await startWorker({ bindings: { API_TOKENS: 'right' } });
  folder = await mkdtemp(join(tmpdir(), 'matteo-clients-'));
  path = join(folder, 'photo.png');
  await writeFile(
    path,
    await sharp(await personPhoto())
      .resize(288, 384)
      .png()
      .toBuffer(),
  );
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a client that knows no other address than its own service's. */
const client = (name: string) =>
  run(process.execPath, ['--require', join(CLIENTS, 'redirect.cjs'), join(CLIENTS, `${name}.cjs`), path], {
    cwd: folder,
    env: { ...process.env, WORKER_URL: worker.url, NODE_NO_WARNINGS: '1' },
    maxBuffer: 2 ** 26,
  });

it('the client remove.bg gets what it asks for, from a file and from base64, and is told why not', {
  timeout: 120_000,
}, async () => {
  const { file, base64, declined } = JSON.parse((await client('first')).stdout);
  const cutout = await sharp(Buffer.from(file.base64img, 'base64')).metadata();
  expect(cutout).toMatchObject({ channels: 4, width: Number(file.resultWidth), height: Number(file.resultHeight) });
  expect(file).toMatchObject({ creditsCharged: '0', detectedType: 'person' });
  expect((await sharp(Buffer.from(base64.base64img, 'base64')).metadata()).format).toBe('jpeg');
  expect(declined[0].code).toBe('auth_failed');
});

it('the client removebg-wrapper writes the cutout', { timeout: 120_000 }, async () => {
  await client('second');
  const { width, height, channels } = await sharp(await readFile(join(folder, 'output.png'))).metadata();
  expect({ width, height, channels }).toEqual({ width: 288, height: 384, channels: 4 });
});
