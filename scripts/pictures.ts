import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { buildAll, ROOT } from './build.ts';
import { ensureChromium } from './chromium.ts';
import { beforeAfter } from './pictures/before-after.ts';
import { inPage } from './pictures/in-page.ts';
import { popup } from './pictures/popup.ts';
import { drawPortrait } from './pictures/portrait.ts';
import { tryPage } from './pictures/try-page.ts';

const OUT = join(ROOT, 'docs/pictures');
const LARGEST = 100 * 1024;

/** The documentation's pictures: each is made from the drawn portrait by the product itself. */
const PICTURES: Readonly<Record<string, (portrait: Buffer) => Promise<Buffer>>> = {
  portrait: async (portrait) => portrait,
  'before-after': beforeAfter,
  'in-page': inPage,
  'try-page': (portrait) => tryPage(portrait, 'light'),
  'try-page-dark': (portrait) => tryPage(portrait, 'dark'),
  popup,
};

/** The best WebP that is small enough to keep in the repository. */
async function encode(png: Buffer): Promise<Buffer> {
  for (let quality = 88; quality >= 50; quality -= 4) {
    const webp = await sharp(png).webp({ quality, alphaQuality: 90, effort: 6, smartSubsample: true }).toBuffer();
    if (webp.length <= LARGEST) return webp;
  }
  throw new Error(`A picture does not fit into ${LARGEST} bytes; make it smaller.`);
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in PICTURES));
if (unknown !== undefined) {
  console.error(`There is no picture “${unknown}”: choose among ${Object.keys(PICTURES).join(', ')}.`);
  process.exit(2);
}
process.env.CHROME_PATH = ensureChromium();
await buildAll(() => {});
await mkdir(OUT, { recursive: true });
const portrait = await drawPortrait();
for (const name of names.length > 0 ? names : Object.keys(PICTURES)) {
  const webp = await encode(await PICTURES[name](portrait));
  await writeFile(join(OUT, `${name}.webp`), webp);
  console.log(`docs/pictures/${name}.webp: ${(webp.length / 1024).toFixed(0)} KB`);
}
process.exit(0);
