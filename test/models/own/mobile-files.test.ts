import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../../models/hash.ts';
import { mobileFiles, writeChecked } from '../../../models/own/mobile-files.ts';
import { readSample } from '../../../models/own/sample.ts';

ort.env.wasm.numThreads = 1;

const MOBILE = 'test/fixtures/mobile';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-mobile-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the card names the checkpoint and its own hash', async () => {
  const raw = new Uint8Array(await readFile(`${MOBILE}/mobile.onnx`));
  const source = { file: 'best.pt', bytes: Uint8Array.of(1, 2, 3) };
  const out = join(folder, 'mobile.onnx');
  const sample = await readSample(`${MOBILE}/sample`);
  const files = await mobileFiles(raw, { out, sample, source, licence: 'unknown' });
  expect(files.map(({ file }) => file.slice(folder.length + 1))).toEqual([
    'mobile.onnx',
    'mobile.tflite',
    'mobile.json',
    'mobile.md',
  ]);
  expect(JSON.parse(String(files[2].content)).source).toMatchObject({ file: 'best.pt', sha256: sha256(source.bytes) });
  expect(files[1].worst).toBeLessThanOrEqual(1e-4);
}, 120_000);

test.each([0.1, Number.NaN])('where a later file differs by %s, none is written', async (worst) => {
  const files = [
    { file: join(folder, 'a.onnx'), content: 'x', worst: 0 },
    { file: join(folder, 'a.tflite'), content: 'x', worst },
  ];
  await expect(writeChecked(files)).rejects.toThrow(/a\.tflite would differ/);
  expect(await readdir(folder)).toEqual([]);
});
