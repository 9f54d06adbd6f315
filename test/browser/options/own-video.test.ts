import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../shared/image/picture.ts';
import { createSequence, type Sequence } from '../../../shared/inference/own/sequence.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { asUploads, trainedOwn } from '../../fixtures/engine/own-network.ts';
import { webm } from '../../fixtures/files/webm.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { meanDifference } from '../support/photo.ts';
import { keptSettings } from './settings.ts';

const PATIENCE = 240_000;
/** Seconds of each of the video's two scenes: longer than a frame is looked at. */
const SCENE = 60;

/** Somebody who stands in the middle for the first half, and to the right for the second. */
async function scenes(): Promise<Buffer> {
  const middle = await drawnPortrait(320);
  const right = await sharp(middle)
    .extract({ left: 0, top: 0, width: 180, height: 320 })
    .extend({ left: 60, extendWith: 'copy' })
    .png()
    .toBuffer();
  return webm([...new Array<Buffer>(SCENE).fill(middle), ...new Array<Buffer>(SCENE).fill(right)]);
}

describe.each(BROWSERS)('a network that was trained on masks before, in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;

  beforeAll(async () => {
    site = await serveSite('localhost');
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  }, PATIENCE);
  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  /** Adds the network to *My networks* as a person does, and chooses it. */
  const addAndChoose = async () => {
    const own = await trainedOwn();
    const options = await extension.open(extension.extensionPage('options/options.html'));
    await options.setInputFiles('#network-files', asUploads(own));
    await expect.poll(() => options.textContent('#networks-said'), { timeout: PATIENCE }).toMatch(/^mobile works here/);
    await options.check(`input[name=model][value="${own.card.sha256}"]`);
    await expect.poll(() => keptSettings(extension)).toMatchObject({ own: own.card.sha256 });
    await options.close();
    return own;
  };
  /** Plays the video from a time on; answers the frame that it shows then. */
  const playFrom = async (page: Page, time: number) => {
    await page.evaluate((time) => {
      const video = document.querySelector('video') as HTMLVideoElement;
      video.dataset.playing = '';
      video.onseeked = () => void video.play();
      video.ontimeupdate = () => {
        if (video.currentTime > time + 0.1 && !video.seeking) video.dataset.playing = `${time}`;
      };
      video.currentTime = time;
    }, time);
    await page.waitForFunction((time) => document.querySelector('video')?.dataset.playing === `${time}`, time);
    const frame = await page.evaluate(() => {
      const video = document.querySelector('video') as HTMLVideoElement;
      const canvas = document.createElement('canvas');
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      return canvas.toDataURL().split(',')[1];
    });
    return decode(Buffer.from(frame, 'base64'));
  };

  test('draws the frames of a video that plays, each with its matte of the one before', async () => {
    const { card } = await addAndChoose();
    const page = await extension.open(
      site.put(
        '/video',
        html(`<video muted loop></video><script>
          fetch('${site.put('/walk.webm', { body: await scenes(), type: 'video/webm' })}').then(async (answer) => {
            document.querySelector('video').src = URL.createObjectURL(await answer.blob());
          })</script>`),
      ),
    );
    await page.waitForFunction(
      () => (document.querySelector('video')?.readyState ?? 0) >= HTMLMediaElement.HAVE_CURRENT_DATA,
    );
    const file = 'test/fixtures/mobile/mobile.onnx';
    const engine = await createNodeEngine(join(extension.folder, 'models'), { own: { file, card }, precision: 'int8' });
    const expected = async (picture: Picture, sequence?: Sequence) => {
      const found = await cutOut(picture, engine, { network: 'modnet', ...(sequence && { sequence }) });
      return found.person === 'no' ? new Uint8ClampedArray() : found.matte.data;
    };
    /** Its file is named after the page. */
    const drawn = async (title: string) => {
      await page.evaluate((title) => {
        document.title = title;
      }, title);
      await page.mouse.move(120, 200);
      const address = await page.evaluate(() => document.querySelector('video')?.src);
      await extension.choose(page, 'save-matte', address);
      const matte = await extension.downloaded(`${title}-matte.png`, PATIENCE);
      return sharp(matte).extractChannel(0).raw().toBuffer();
    };

    const first = await playFrom(page, 0);
    const before = await drawn('first');
    const second = await playFrom(page, SCENE);
    const after = await drawn('second');
    expect(await page.evaluate(() => document.querySelector('video')?.paused)).toBe(false);

    const sequence = createSequence();
    expect(meanDifference(before, await expected(first, sequence))).toBeLessThan(0.5);
    expect(meanDifference(after, await expected(second, sequence))).toBeLessThan(0.5);
    expect(meanDifference(after, await expected(second))).toBeGreaterThan(1.5);
    await engine.dispose();
    await page.close();
  });
});
