import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Action } from '../../../extension/contracts/messages.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { type Site, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { elementKinds } from './elements.ts';
import { documentOf, type Kind, SHOWN } from './kind.ts';
import { markTable } from './table.ts';
import { expectCutout, expectShown } from './verdict.ts';

const PATIENCE = 120_000;
const SIZE = { width: 240, height: 320 };
/** Where a frame begins in its page, in CSS pixels. */
const FRAME = 24;

const table = markTable();
const [own, other, sibling] = await Promise.all([
  serveSite('localhost'),
  serveSite('pictures.example'),
  serveSite('localhost'),
]);
const photo = await drawnPortrait(SIZE.height);
const kinds = await elementKinds({ own, other, sibling }, photo);

afterAll(async () => {
  table.print('element', 'this machine gives that browser no WebGL');
  await Promise.all([own, other, sibling].map((site) => site.close()));
});

describe.each(BROWSERS)('pictures of every kind in %s', { timeout: 4 * PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    extension = await startExtension({ browser, grantedHosts: ['<all_urls>'] });
    // The small network takes the same path as the large one, a tenth as long.
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);

  afterAll(() => extension?.close());

  test.each(kinds)('$name', async (kind) => {
    table.mark(kind.name, browser, '✗');
    table.mark(kind.name, browser, (await cutsOut(extension, kind)) ? '✓' : '–');
  });
});

/**
 * Opens the kind's page, removes the background as a person would, saves the cutout, and undoes it.
 *
 * @returns false where this browser, on this machine, lacks what the page needs to draw the picture at all.
 */
async function cutsOut(extension: ExtensionUnderTest, kind: Kind): Promise<boolean> {
  const title = `kind ${kinds.indexOf(kind)}`;
  const page = await extension.open(serve(title, kind));
  const overlay = await overlayOf(page);
  const where = kind.frame ? 'child frame' : 'main frame';
  const doc = kind.frame ? page.frame('child')! : page;
  if (kind.needs && !(await doc.evaluate(hasContext, kind.needs))) {
    await page.close();
    return false;
  }
  await expect.poll(() => doc.evaluate(isReady), { timeout: PATIENCE }).toBe(true);
  const { x, y, width, height } = await doc.evaluate(boxOf);
  const box = { x: x + (kind.frame ? FRAME : 0), y: y + (kind.frame ? FRAME : 0), width, height };
  const src = kind.src === SHOWN ? await doc.evaluate(() => document.images[0].currentSrc) : kind.src;
  const markup = await doc.evaluate(() => document.body.outerHTML);

  const choose = async (action: Action) => {
    await page.mouse.move(box.x + width / 2, box.y + height / 2);
    // A job that was begun by keyboard leaves the focus in its toolbar.
    if (kind.frame) await doc.evaluate(() => document.getElementById('picture')?.focus());
    await extension.choose(page, action, src, where);
  };

  const saved = async () => {
    await choose('save-cutout');
    const png = await extension.downloaded(`${kind.stem ?? title}-cutout.png`, PATIENCE);
    await expectCutout(png, SIZE.width, SIZE.height);
  };

  // What a frame's toolbar says is not known here, so the cutout is made first.
  if (kind.frame) await saved();
  await choose('remove-background');
  if (kind.refusal) {
    expect(await overlay.until('Close', PATIENCE)).toMatch(kind.refusal);
    if (kind.final) {
      await page.close();
      return true;
    }
    await overlay.press('Use a screenshot');
  }
  if (!kind.frame) await overlay.until(/Copy · Save/, PATIENCE);
  if (kind.shown === 'beside') expect(await overlay.tags()).toContain('CANVAS');
  else await expect.poll(() => shown(page, box), { timeout: PATIENCE }).toBe('shown');
  if (kind.secret) expect(await doc.evaluate(() => document.images[0].currentSrc)).toBe(src);

  if (!kind.frame) await saved();
  if (kind.shown === 'in place' && !kind.frame) {
    await overlay.until('Saved.', PATIENCE);
    await overlay.press('Undo');
    await expect.poll(() => doc.evaluate(() => document.body.outerHTML), { timeout: PATIENCE }).toBe(markup);
  }
  await page.close();
  return true;
}

/** Serves the kind's page, and the frame in it. */
function serve(title: string, { body, frame, headers = {} }: Kind): string {
  const path = `/${title.replace(' ', '-')}`;
  const put = (site: Site, at: string, inner: string) =>
    site.put(at, { body: documentOf(title, inner), type: 'text/html', headers });
  if (!frame) return put(own, path, body);
  const inner = put(frame === 'own' ? own : other, `${path}-frame`, body);
  return put(own, path, `<iframe name="child" src="${inner}" width="500" height="500"></iframe>`);
}

const shown = async (page: Page, box: Parameters<typeof expectShown>[1]): Promise<string> => {
  try {
    await expectShown(await page.screenshot(), box, photo);
    return 'shown';
  } catch (thrown) {
    return String(thrown);
  }
};

type WithPicture = { picture?: Element };

const hasContext = (name: string): boolean => document.createElement('canvas').getContext(name) !== null;

/** The picture is there, in view, and shows what it is to show. */
const isReady = (): boolean => {
  const element = (globalThis as WithPicture).picture ?? document.querySelector('#picture');
  if (!element) return false;
  element.scrollIntoView({ block: 'center' });
  if (element instanceof HTMLImageElement) return element.complete && element.naturalWidth > 0;
  const waits = element instanceof HTMLCanvasElement || (element instanceof HTMLVideoElement && !element.poster);
  return !waits || element.dataset.ready !== undefined;
};

const boxOf = () => {
  const element = (globalThis as WithPicture).picture ?? document.querySelector('#picture');
  const { x, y, width, height } = (element as Element).getBoundingClientRect();
  return { x, y, width, height };
};
