import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { serveSite } from '../driver/site.ts';
import { type FileKind, fileKinds } from './files.ts';
import { documentOf } from './kind.ts';
import { markTable } from './table.ts';
import { expectCutout } from './verdict.ts';

const PATIENCE = 120_000;
/** Sure of the person: colours are the picture's own there. */
const SURE = 250;

const table = markTable();
const site = await serveSite('localhost');
const kinds = await fileKinds(
  await sharp(await personPhoto())
    .resize({ height: 320 })
    .png()
    .toBuffer(),
);

afterAll(async () => {
  table.print('file');
  await site.close();
});

describe.each(BROWSERS)('files of every format in pages, in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    extension = await startExtension({ browser, grantedHosts: ['http://*/*'], engine: QUICK });
  }, PATIENCE);

  afterAll(() => extension?.close());

  test.each(kinds)('$name', async (kind) => {
    table.mark(kind.name, browser, '✗');
    if (kind.declined) await expectDeclined(extension, kind, kind.declined);
    else {
      const png = await cutoutOf(extension, kind);
      await expectCutout(png, kind.width, kind.height);
      await expectColours(png, kind);
    }
    table.mark(kind.name, browser, '✓');
  });
});

/** Opens a page with the picture, and chooses to save its cutout. */
async function chooseIn(extension: ExtensionUnderTest, kind: FileKind): Promise<{ page: Page; stem: string }> {
  // By its place in the list, lest two have one name.
  const stem = `file-${kinds.indexOf(kind)}`;
  const url = site.put(`/${stem}.${kind.fileName.split('.').pop()}`, {
    body: kind.bytes,
    type: TYPES[kind.fileName] ?? '',
  });
  const page = await extension.open(
    site.put(`/${stem}`, { body: documentOf(stem, `<img src="${url}" style="max-width: 400px">`), type: 'text/html' }),
  );
  await extension.choose(page, 'save-cutout', url);
  return { page, stem };
}

async function cutoutOf(extension: ExtensionUnderTest, kind: FileKind): Promise<Buffer> {
  const { page, stem } = await chooseIn(extension, kind);
  const png = await extension.downloaded(`${stem}-cutout.png`, PATIENCE);
  await page.close();
  return png;
}

async function expectDeclined(extension: ExtensionUnderTest, kind: FileKind, sentence: RegExp): Promise<void> {
  const { page } = await chooseIn(extension, kind);
  expect(await (await overlayOf(page)).until('Close', PATIENCE)).toMatch(sentence);
  await page.close();
}

/** Browsers show an SVG only by its type; everything else they recognise. */
const TYPES: Readonly<Record<string, string>> = { 'drawing.svg': 'image/svg+xml' };

/** The person has the colours that the file means, not those its numbers would be in sRGB. */
async function expectColours(png: Buffer, { colours, wrong }: FileKind): Promise<void> {
  if (!colours) return;
  const cutout = await sharp(png).raw().toBuffer();
  const off = (truth: Buffer): number => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < cutout.length / 4; i++) {
      if (cutout[i * 4 + 3] < SURE) continue;
      for (let c = 0; c < 3; c++) sum += Math.abs(cutout[i * 4 + c] - truth[i * 3 + c]);
      count += 3;
    }
    return sum / count;
  };
  expect(off(colours.right)).toBeLessThan(colours.tolerance);
  if (wrong) expect(off(wrong)).toBeGreaterThan(colours.tolerance);
}
