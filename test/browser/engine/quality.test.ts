import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { meanDifference } from '../support/photo.ts';

const PATIENCE = 120_000;

describe.for(BROWSERS)('quality in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await personPhoto();
    site = await serveSite('localhost');
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
  }, PATIENCE);
  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  /** The matte that is saved from a page, and what the diagnostics say of the last job. */
  async function saved(name: string) {
    const url = site.put(`/${name}.png`, { body: photo, type: 'image/png' });
    const page = await extension.open(site.put(`/${name}`, html(`<img src="${url}">`)));
    await extension.choose(page, 'save-matte', url);
    const png = await extension.downloaded(`${name}-matte.png`, PATIENCE);
    await page.close();
    const options = await extension.open(extension.extensionPage('options/options.html'));
    await options.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs, in'));
    const [, lastJob] = (await options.textContent('#diagnostics'))?.split(/Last jobs.*\n/) ?? [];
    await options.close();
    return { matte: await sharp(png).extractChannel(0).raw().toBuffer(), lastJob: lastJob?.split('\n')[0] };
  }

  test('is fast on the CPU, and fine with outlines by the packaged MODNet where that is chosen', async () => {
    const engine = await createNodeEngine(join(extension.folder, 'models'), { precision: 'int8' });
    const truth = async (quality: 'fast' | 'fine') => {
      const result = await cutOut(await decode(photo), engine, { quality, ...QUICK });
      if (result.person === 'no') throw new Error('Nobody was found.');
      return new Uint8Array(result.matte.data);
    };
    const [truthFast, truthFine] = [await truth('fast'), await truth('fine')];
    await engine.dispose();
    const apart = meanDifference(truthFast, truthFine);
    expect(apart).toBeGreaterThan(0.2);

    const fast = await saved('by-itself');
    expect(fast.lastJob).toContain('portrait-s on wasm, fast:');
    expect(meanDifference(fast.matte, truthFast)).toBeLessThan(apart / 4);

    await keepSettings(extension, { quality: 'fine' });
    const fine = await saved('as-chosen');
    expect(fine.lastJob).toContain('portrait-s on wasm, fine:');
    expect(meanDifference(fine.matte, truthFine)).toBeLessThan(apart / 4);
  });
});
