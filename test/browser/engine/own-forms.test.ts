import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifactOfCard } from '../../../shared/inference/card.ts';
import { asOwn } from '../../../shared/inference/own/runner.ts';
import { ownTest } from '../../../shared/inference/own/self-test.ts';
import { openRunner } from '../../../shared/inference/runner.ts';
import { matteOf } from '../../../shared/inference/self-test.ts';
import { FORMS, ownIn } from '../../fixtures/engine/own-forms.ts';
import type { OwnFiles } from '../../fixtures/engine/own-network.ts';
import { type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';

const PATIENCE = 300_000;

/** A GPU driver whose exponential is another one: softmax and sigmoid are wrong there, and nothing says so. */
const WRONG_EXPONENTIAL = `{
  const { createShaderModule } = GPUDevice.prototype;
  GPUDevice.prototype.createShaderModule = function (given) {
    return createShaderModule.call(this, { ...given, code: given.code.replaceAll(/\\bexp\\(/g, 'exp2(') });
  };
}`;

describe('sigmoid, softmax and their forms with weights as halves', { timeout: PATIENCE }, () => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    const engine = { allowSoftwareGpu: true, gpuTimeLimitMs: PATIENCE };
    extension = await startExtension({ grantedHosts: [], webgpu: true, engine });
  }, PATIENCE);
  afterAll(() => extension?.close());

  /** What the options say of a network that is added. */
  async function said(form: (typeof FORMS)[number]): Promise<string> {
    const { onnx, card } = await ownIn(form);
    const page = await extension.open(extension.extensionPage('options/options.html'));
    await page.setInputFiles('#network-files', [
      { name: 'mine.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(onnx) },
      { name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(card)) },
    ]);
    const status = () => page.textContent('#networks-said');
    await expect.poll(status, { timeout: PATIENCE }).toMatch(/works here|was not kept/);
    const row = (await page.textContent('#networks')) ?? '';
    if (row) await page.click('#networks button');
    await page.close();
    return row;
  }

  test('give the same matte to within 1/255, on WASM outside a browser', async () => {
    const cards: OwnFiles[] = [];
    for (const form of FORMS) cards.push(await ownIn(form));
    const first = matteOf(cards[0].card.golden);
    expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(60);
    for (const { onnx, card } of cards) {
      const runner = asOwn(await openRunner(ort, artifactOfCard(card), new Uint8Array(onnx), 'wasm'), card);
      const ofFirst = { ...artifactOfCard(card), golden: cards[0].card.golden };
      expect([card.name, await ownTest(runner, ofFirst)]).toEqual([card.name, undefined]);
      await runner.dispose();
    }
  });

  test.for(FORMS)('and on WASM and WebGPU in the browser: %s, %s', async (form) => {
    expect(await said(form)).toMatch(/Works on: the GPU, the CPU/);
  });

  test.for(FORMS)('a GPU that is wrong about it is named and left, and WASM is not: %s, %s', async (form) => {
    const worker = join(extension.folder, 'engine/own-worker.js');
    const sound = await readFile(worker, 'utf8');
    await writeFile(worker, WRONG_EXPONENTIAL + sound);
    try {
      expect(await said(form)).toMatch(
        /Works on: the CPUNot used: the GPU: its result for the card’s test picture is up to \d+ of 255 grey levels off/,
      );
    } finally {
      await writeFile(worker, sound);
    }
  });
});
