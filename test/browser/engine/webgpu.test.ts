import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogSchema } from '../../../shared/inference/catalog.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import type { Quality } from '../../../shared/pipeline/options.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { meanDifference } from '../support/photo.ts';
import { changeVerdicts } from './verdicts.ts';

// A GPU emulated on two cores takes half a minute for this input, the smallest at which the drawn person is surely seen.
const PATIENCE = 300_000;
const INPUT_PIXELS = 192 * 192;

const LOSE_DEVICE = `{
  const { requestDevice } = GPUAdapter.prototype;
  const { submit } = GPUQueue.prototype;
  let device;
  GPUAdapter.prototype.requestDevice = async function (...options) {
    return (device = await requestDevice.apply(this, options));
  };
  GPUQueue.prototype.submit = function (commands) {
    device.destroy();
    return submit.call(this, commands);
  };
}`;
const HANG = `{
  GPUBuffer.prototype.mapAsync = () => new Promise(() => {});
  addEventListener('message', ({ data }) => {
    if (data.type === 'configure') data.settings.gpuTimeLimitMs = 2000;
  });
}`;

describe('the extension on WebGPU', { timeout: PATIENCE }, () => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await drawnPhoto(384);
    site = await serveSite('localhost');
    extension = await startExtension({
      grantedHosts: ['http://localhost/*'],
      webgpu: true,
      engine: { allowSoftwareGpu: true, maxInputPixels: INPUT_PIXELS, gpuTimeLimitMs: PATIENCE },
    });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  /** What the options page says of the engine, which is started for it. */
  async function engineInWords() {
    const page = await extension.open(extension.extensionPage('options/options.html'));
    await page.waitForFunction(() => document.querySelector('#engine')?.textContent?.startsWith('Runs on'), undefined, {
      timeout: PATIENCE,
    });
    const runs = await page.textContent('#engine');
    const skipped = await page.textContent('#skipped');
    await page.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs'));
    const lastJobs = (await page.textContent('#diagnostics'))?.split('Last jobs')[1];
    await page.close();
    return { runs, skipped, lastJobs };
  }

  /** The matte of the drawn person, saved from a page. */
  async function matteOf(name: string): Promise<Buffer> {
    const url = site.put(`/${name}.png`, { body: photo, type: 'image/png' });
    const page = await extension.open(site.put(`/${name}`, html(`<img src="${url}">`)));
    await extension.choose(page, 'save-matte', url);
    const matte = await extension.downloaded(`${name}-matte.png`, PATIENCE);
    await page.close();
    return sharp(matte).extractChannel(0).raw().toBuffer();
  }

  const drawn: Partial<Record<Quality, Promise<Uint8ClampedArray>>> = {};
  const reference = (quality: Quality) => {
    drawn[quality] ??= drawReference(quality);
    return drawn[quality];
  };

  /** The same on WASM, outside the browser. */
  async function drawReference(quality: Quality): Promise<Uint8ClampedArray> {
    const engine = await createNodeEngine(join(extension.folder, 'models'), { precision: 'int8' });
    const result = await cutOut(await decode(photo), engine, { quality, maxInputPixels: INPUT_PIXELS });
    await engine.dispose();
    if (result.person === 'no') throw new Error('Nobody was found.');
    return result.matte.data;
  }

  /** The self-test's verdicts by their keys, all replaced by `verdict`, or forgotten, when told. */
  async function verdicts(verdict?: string | null): Promise<Record<string, string>> {
    const page = await extension.open(extension.extensionPage('icons/16.png'));
    const known = await page.evaluate(changeVerdicts, verdict);
    await page.close();
    return known;
  }

  test('passes the golden self-test, runs there, and draws the matte that WASM draws', async () => {
    const { runs, skipped } = await engineInWords();
    expect(runs).toMatch(/GPU \(WebGPU\)/);
    expect(skipped).toMatch(/16-bit.*can’t compute with 16-bit numbers/);
    const [matte, truth] = [await matteOf('gpu'), await reference('fine')];
    expect(meanDifference(matte, truth)).toBeLessThan(0.2);
    const after = await engineInWords();
    expect(after.lastJobs).toMatch(/portrait-s on webgpu, fine:/);
    expect(after.runs).toMatch(/GPU \(WebGPU\)/);
    expect(after.skipped).not.toContain('only the network');
  });

  test('remembers the verdict in place of a second test', async () => {
    const known = await verdicts('remembered as bad');
    expect(Object.entries(known).sort()).toEqual([
      [expect.stringMatching(/^kernels [0-9a-f]{64} .*Chrom/), ''],
      // Portrait-s and MODNet.
      [expect.stringMatching(/^webgpu [0-9a-f]{64} .*Chrom/), ''],
      [expect.stringMatching(/^webgpu [0-9a-f]{64} .*Chrom/), ''],
    ]);
    await extension.stopEngine();
    expect(await engineInWords()).toMatchObject({
      runs: expect.stringContaining('the CPU'),
      skipped: expect.stringContaining('remembered as bad'),
    });
    await verdicts('');
    await extension.stopEngine();
    expect((await engineInWords()).runs).toMatch(/GPU \(WebGPU\)/);
  });

  describe.for([
    ['a device that is lost in the middle of a job', LOSE_DEVICE, /[Dd]evice was lost/],
    ['a GPU that hangs in the middle of a job', HANG, /no result within 2 seconds/],
  ] as const)('%s', ([, fault, reason]) => {
    let worker: string;
    let sound: string;
    beforeAll(async () => {
      worker = join(extension.folder, 'engine/worker.js');
      sound = await readFile(worker, 'utf8');
      await writeFile(worker, fault + sound);
      await extension.stopEngine();
    });
    afterAll(() => writeFile(worker, sound));

    test('leaves the job to WASM', async () => {
      const matte = await matteOf(`fault${fault.length}`);
      expect(meanDifference(matte, await reference('fast'))).toBeLessThan(0.2);
      const { runs, skipped, lastJobs } = await engineInWords();
      expect(runs).toContain('the CPU');
      expect(skipped).toMatch(reason);
      expect(lastJobs?.split('\n')[1]).toMatch(/portrait-s on wasm, fast:/);
    });
  });

  test('a GPU whose golden matte is wrong is passed over, and the job done on WASM', async () => {
    const file = join(extension.folder, 'models/catalog.json');
    const catalog = catalogSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const alpha = Buffer.alloc(64 * 64, Buffer.from([0, 255])).toString('base64');
    const artifacts = catalog.artifacts.map((artifact) => ({ ...artifact, golden: { width: 64, height: 64, alpha } }));
    await writeFile(file, JSON.stringify({ ...catalog, artifacts }));
    await verdicts(null);
    await extension.stopEngine();

    const matte = await matteOf('wrong');
    expect(meanDifference(matte, await reference('fast'))).toBeLessThan(0.2);
    const { runs, skipped } = await engineInWords();
    expect(runs).toContain('the CPU');
    expect(skipped).toMatch(
      /GPU \(WebGPU\)(its result for the test picture is wrong|all pixels of its result have the same value)/,
    );
    expect(Object.values(await verdicts())).toEqual([expect.stringMatching(/^its matte is/)]);
  });
});
