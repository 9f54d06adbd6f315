import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { meanDifference } from '../support/photo.ts';

const PATIENCE = 300_000;
const INPUT_PIXELS = 192 * 192;

/** What this machine's Firefox offers; nothing where it has no driver (Debian's is mesa-vulkan-drivers). */
const features = async () => [...((await navigator.gpu?.requestAdapter())?.features ?? [])];

test('Firefox runs on its GPU after the golden self-test, or says why not; the matte is the same', {
  timeout: PATIENCE,
}, async () => {
  const photo = await drawnPhoto(384);
  const site = await serveSite('localhost');
  const extension = await startExtension({
    browser: 'firefox',
    grantedHosts: ['http://localhost/*'],
    webgpu: true,
    engine: { allowSoftwareGpu: true, maxInputPixels: INPUT_PIXELS, gpuTimeLimitMs: PATIENCE },
  });
  try {
    const options = await extension.open(extension.extensionPage('options/options.html'));
    const offered = await options.evaluate(features);
    await options.waitForFunction(
      () => document.querySelector('#engine')?.textContent?.startsWith('Runs on'),
      undefined,
      {
        timeout: PATIENCE,
      },
    );
    const [runs, skipped] = [await options.textContent('#engine'), await options.textContent('#skipped')];
    if (offered.includes('shader-f16')) expect([runs, skipped]).toEqual([expect.stringMatching(/16-bit/), '']);
    else if (offered.length > 0)
      expect([runs, skipped]).toEqual([expect.stringMatching(/WebGPU/), expect.stringMatching(/with 16-bit numbers/)]);
    else expect([runs, skipped]).toEqual([expect.stringMatching(/the CPU/), expect.stringMatching(/offers no GPU/)]);

    const url = site.put('/someone.png', { body: photo, type: 'image/png' });
    const page = await extension.open(site.put('/', html(`<img src="${url}">`)));
    await extension.choose(page, 'save-matte', url);
    const saved = await extension.downloaded('someone-matte.png', PATIENCE);
    const engine = await createNodeEngine(join(extension.folder, 'models'), { precision: 'int8' });
    const quality = offered.length > 0 ? 'fine' : 'fast';
    const result = await cutOut(await decode(photo), engine, { quality, maxInputPixels: INPUT_PIXELS });
    await engine.dispose();
    if (result.person === 'no') throw new Error('Nobody was found.');
    const matte = await sharp(saved).extractChannel(0).raw().toBuffer();
    expect(meanDifference(matte, result.matte.data)).toBeLessThan(0.5);
  } finally {
    await extension.close();
    await site.close();
  }
});
