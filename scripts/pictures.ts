import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { withinTime } from '../shared/inference/time-limit.ts';
import { ensureChromium } from './browsers/chromium.ts';
import { buildAll, ROOT } from './build.ts';
import { readNames } from './common/options.ts';
import { beforeAfter } from './pictures/before-after.ts';
import { inPage } from './pictures/in-page.ts';
import { popup } from './pictures/popup.ts';
import { drawPortrait } from './pictures/portrait.ts';
import { drawSamples } from './pictures/samples.ts';
import { storePictures } from './pictures/store.ts';
import { tryPage } from './pictures/try-page.ts';

const LARGEST = 100 * 1024;
/** One picture, or the set for the stores, takes no longer on the slowest of machines. */
const LIMIT_MS = 300_000;

type Files = Readonly<Record<string, Buffer>>;

/** A picture of the documentation, by the path of its file. */
const webp =
  (name: string, make: (portrait: Buffer) => Promise<Buffer>) =>
  async (portrait: Buffer): Promise<Files> => ({ [`docs/pictures/${name}.webp`]: await encode(await make(portrait)) });

/** The documentation's pictures, the try page's samples and the stores' pictures: each is made from drawn people by the product itself. */
const PICTURES: Readonly<Record<string, (portrait: Buffer) => Promise<Files>>> = {
  portrait: webp('portrait', async (portrait) => portrait),
  'before-after': webp('before-after', beforeAfter),
  'in-page': webp('in-page', inPage),
  'try-page': webp('try-page', (portrait) => tryPage(portrait, 'light')),
  'try-page-dark': webp('try-page-dark', (portrait) => tryPage(portrait, 'dark')),
  popup: webp('popup', popup),
  samples: async () => {
    const samples = Object.entries(await drawSamples());
    return Object.fromEntries(samples.map(([name, file]) => [`worker/site/public/samples/${name}.webp`, file]));
  },
  store: async (portrait) => {
    const pictures = Object.entries(await storePictures(portrait));
    return Object.fromEntries(pictures.map(([name, jpeg]) => [`docs/store/pictures/${name}.jpg`, jpeg]));
  },
};

/** The best WebP that is small enough to keep in the repository. */
async function encode(png: Buffer): Promise<Buffer> {
  for (let quality = 88; quality >= 50; quality -= 4) {
    const webp = await sharp(png).webp({ quality, alphaQuality: 90, effort: 6, smartSubsample: true }).toBuffer();
    if (webp.length <= LARGEST) return webp;
  }
  throw new Error(`A picture does not fit into ${LARGEST} bytes; make it smaller.`);
}

const USAGE = `Makes the pictures of the documentation, of the try page and of the stores anew.

  npm run pictures -- [NAME…]

NAME is one of ${Object.keys(PICTURES).join(', ')} (default: all).`;

const names = readNames(Object.keys(PICTURES), USAGE);
process.env.CHROME_PATH = ensureChromium();
await buildAll(() => {});
const portrait = await drawPortrait();
for (const name of names.length > 0 ? names : Object.keys(PICTURES)) {
  const files = await withinTime(PICTURES[name](portrait), LIMIT_MS).catch((cause: Error) => {
    console.error(`The picture “${name}” was not made: ${cause.message}`);
    process.exit(1);
  });
  for (const [path, picture] of Object.entries(files)) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), picture);
    console.log(`${path}: ${(picture.length / 1024).toFixed(0)} KB`);
  }
}
process.exit(0);
