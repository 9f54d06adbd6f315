import type { Page as PlaywrightPage } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { keepSettings } from '../options/settings.ts';
import { expectAccessible } from '../support/axe.ts';
import { resize, tooWide } from '../support/too-wide.ts';
import { drawnJob, openInEditor, setControl } from './editor-page.ts';

const PATIENCE = 120_000;

/** The controls of the bar that lie on one another. Runs in the page. */
const overlapping = () => {
  const controls = [...document.querySelectorAll<HTMLElement>('.bar :is(button, select)')];
  const boxes = controls.map((control) => ({ id: control.id, box: control.getBoundingClientRect() }));
  return boxes.flatMap(({ id, box }, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => box.left < other.box.right - 0.5 && other.box.left < box.right - 0.5)
      .map((other) => `${id} and ${other.id}`),
  );
};

describe.each(BROWSERS)('templates in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let job: { picture: Buffer; matte: Buffer };

  beforeAll(async () => {
    [extension, job] = await Promise.all([startExtension({ browser }), drawnJob(400, 300)]);
  }, PATIENCE);

  afterAll(() => extension?.close());

  const open = async (name: string) => {
    const page = await openInEditor(extension, job, name);
    await page.click('#tab-template');
    return page;
  };
  const template = (value: string) => `input[name=template][value=${value}]`;

  test('saves an ID photograph: its size, its density, the country’s ground, a name that says it, and no guide', async () => {
    const page = await open('id.jpg');
    await page.check(template('id'), { force: true });
    await setControl(page, 'id-photo', 'gb');
    expect(await page.textContent('#template-size')).toBe('413 × 531 pixels');
    expect(await page.textContent('#panel-template .said-remark')).not.toBe('');
    expect(await page.isVisible('#guide')).toBe(true);
    await page.check('input[name=dpi][value="600"]', { force: true });
    expect(await page.textContent('#template-size')).toBe('827 × 1063 pixels');
    await page.click('#tab-save');
    await page.click('#save');
    const saved = sharp(await extension.downloaded('id-id-photo-35x45mm.png'));
    expect(await saved.metadata()).toMatchObject({ format: 'png', width: 827, height: 1063, density: 600 });
    const { data, info } = await saved.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    // Beside the head, around the height of the crown: the guide's line would be there.
    for (let y = 2; y < info.height * 0.2; y++) expect(Math.abs(data[(y * info.width + 90) * 3] - 217)).toBeLessThan(9);
    expect(await page.evaluate(() => document.body.scrollWidth <= innerWidth)).toBe(true);
    await page.close();
  });

  test('a round profile picture has transparent corners', async () => {
    const page = await open('round.jpg');
    await page.check(template('profile-round'), { force: true });
    await page.click('#tab-save');
    await page.click('#save');
    const saved = sharp(await extension.downloaded('round-cutout.png'));
    expect(await saved.metadata()).toMatchObject({ width: 1080, height: 1080 });
    const pixels = await saved.ensureAlpha().raw().toBuffer();
    const alphaAt = (x: number, y: number) => pixels[(y * 1080 + x) * 4 + 3];
    expect([alphaAt(4, 4), alphaAt(540, 540), alphaAt(540, 4)]).toEqual([0, 255, 255]);
    await page.close();
  });

  test('by keyboard: arrows choose, one Undo takes a template back', async () => {
    const page = await open('keys.jpg');
    const chosen = () =>
      page.evaluate(() => document.querySelector<HTMLInputElement>('input[name=template]:checked')?.value);
    const kept = () =>
      page.evaluate(() => (document.getElementById('cropping') as HTMLSelectElement).selectedOptions[0].text);
    expect(await page.isDisabled('#undo')).toBe(true);
    await page.press(template('all'), 'ArrowDown');
    expect([await chosen(), await kept()]).toEqual(['profile', 'Profile picture']);
    await page.keyboard.press('Control+z');
    expect([await chosen(), await kept()]).toEqual(['all', 'Whole picture']);
    expect(await page.isDisabled('#undo')).toBe(true);
    await page.click('#redo');
    expect(await chosen()).toBe('profile');
    // A list of countries leaves Undo alone.
    await page.check(template('id'), { force: true });
    await setControl(page, 'id-photo', 'jp');
    expect(await page.textContent('#template-size')).toBe('413 × 531 pixels');
    await setControl(page, 'id-photo', 'us');
    await page.press('#id-photo', 'Control+z');
    expect(await page.textContent('#template-size')).toBe('413 × 531 pixels');
    await page.close();
  });
});

test('axe finds nothing serious in the panel of templates, and nothing of it is cut off, narrow, large or from right to left', {
  timeout: 2 * PATIENCE,
}, async () => {
  const extension = await startExtension({});
  try {
    const page = (await openInEditor(extension, await drawnJob(400, 300), 'me.jpg')) as PlaywrightPage;
    await page.click('#tab-template');
    await page.check('input[name=template][value=id]', { force: true });
    await expectAccessible(page);
    for (const language of ['de', 'fr', 'ja']) {
      await keepSettings(extension, { language });
      await page.reload();
      await page.waitForSelector('[data-state=editing]');
      await resize(page, 360);
      await page.click('#tab-template');
      await page.check('input[name=template][value=id]', { force: true });
      for (const [direction, size] of [
        ['ltr', '100%'],
        ['rtl', '100%'],
        ['rtl', '200%'],
      ] as const) {
        if (size === '200%') await resize(page, 720, 1600);
        await page.evaluate(
          ([direction, size]) => {
            document.documentElement.dir = direction;
            document.documentElement.style.fontSize = size;
          },
          [direction, size] as const,
        );
        expect(await page.evaluate(tooWide), `${language} ${direction} ${size}`).toEqual([]);
        expect(await page.evaluate(overlapping), `${language} ${direction} ${size}`).toEqual([]);
      }
    }
    await page.emulateMedia({ forcedColors: 'active' });
    const styles = await page.evaluate(() =>
      [...document.querySelectorAll('#guide i')].map((line) => getComputedStyle(line).borderTopStyle),
    );
    expect(styles).toEqual(['dashed', 'dashed', 'dashed']);
  } finally {
    await extension.close();
  }
});
