import sharp from 'sharp';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE } from '../../../models/main.ts';
import { PHOTOGRAPHS } from '../../../models/sources.ts';
import { type BrowserName, startExtension } from '../../browser/driver/extension-under-test.ts';
import type { Page } from '../../browser/driver/page.ts';
import { page as html, serveSite } from '../../browser/driver/site.ts';

const WIDTH = 1920;
const HEIGHT = 1280;
const RUNS = 5;
/** One person out of a photograph of three, landscape. */
const PORTRAIT = { left: 1000, top: 90, width: 900, height: 600 };
/** Small beside what is measured. */
const LOOK_MS = 8;
const LIMIT_MS = 180_000;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Milliseconds from the click to what the page shows. */
interface Shown {
  readonly preview: number;
  readonly final: number;
}

/**
 * From the click on the menu to the preview and to the full-size cutout in the page, for one 1920 × 1280 portrait: the
 * first time, when the engine starts, and the median of later times.
 */
export async function benchInPage(browser: BrowserName = 'chromium'): Promise<void> {
  const photo = sharp(await fetchSource(PHOTOGRAPHS[0], CACHE))
    .extract(PORTRAIT)
    .resize(WIDTH, HEIGHT);
  const body = await photo.jpeg({ quality: 90 }).toBuffer();
  const site = await serveSite('localhost');
  const extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  try {
    // A Chromium that has just started keeps who asks for the administrators' settings waiting for seconds, once.
    if (browser === 'chromium') await (await extension.background()).evaluate(() => chrome.storage.managed.get());
    const runs: Shown[] = [];
    for (let run = 0; run <= RUNS; run++) {
      const picture = site.put(`/portrait-${run}.jpg`, { body, type: 'image/jpeg' });
      const page = await extension.open(site.put(`/${run}`, html(`<img src="${picture}" width="900" alt="">`)));
      const shown = watchPicture(page);
      // What the click itself takes in the test's own pipe is not the product's.
      await page.evaluate(() => Object.assign(window, { clicked: performance.now() }));
      await extension.choose(page, 'remove-background', picture);
      runs.push(await shown);
      await page.close();
    }
    const [first, ...later] = runs as [Shown, ...Shown[]];
    console.log(`${WIDTH}×${HEIGHT} in a page, ${browser}:`);
    console.log(`  first click: ${describe(first)}`);
    const of = (key: keyof Shown) => median(later.map((each) => each[key]));
    console.log(`  later, median of ${RUNS}: ${describe({ preview: of('preview'), final: of('final') })}`);
  } finally {
    await extension.close();
    await site.close();
  }
}

const describe = ({ preview, final }: Shown) => `preview ${preview.toFixed(0)} ms, cutout ${final.toFixed(0)} ms`;

/** The first picture that is not the page's own is the preview, the next one the cutout. */
async function watchPicture(page: Page): Promise<Shown> {
  await page.evaluate((everyMs) => {
    const times: number[] = [];
    Object.assign(window, { times });
    let last = document.images[0]?.currentSrc;
    setInterval(() => {
      const [image] = document.images;
      if (!image?.complete) return;
      if (image.currentSrc !== last && image.currentSrc.startsWith('blob:')) times.push(performance.now());
      last = image.currentSrc;
    }, everyMs);
  }, LOOK_MS);
  await page.waitForFunction(() => (window as unknown as { times: number[] }).times.length > 1, undefined, {
    timeout: LIMIT_MS,
  });
  const [clicked, preview, final] = (await page.evaluate(() => {
    const { clicked, times } = window as unknown as { clicked: number; times: number[] };
    return [clicked, ...times];
  })) as [number, number, number];
  return { preview: preview - clicked, final: final - clicked };
}
