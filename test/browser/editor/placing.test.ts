import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { drawnJob, openInEditor, pointOf, setControl, strokeWithMouse, untilShown } from './editor-page.ts';

const PATIENCE = 120_000;
const SIZE = { width: 400, height: 300 } as const;
/** On the person's breast, as shares of the picture's sides. */
const BREAST: [number, number] = [0.5, 0.8];

const numbers = (page: Page) =>
  page.evaluate(() =>
    ['x', 'y', 'scale', 'angle'].map((id) =>
      Number((document.getElementById(`place-${id}`) as HTMLInputElement).value),
    ),
  );

describe.each(BROWSERS)('placing a person in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let job: { picture: Buffer; matte: Buffer };

  beforeAll(async () => {
    [extension, job] = await Promise.all([startExtension({ browser }), drawnJob(SIZE.width, SIZE.height)]);
  }, PATIENCE);

  afterAll(() => extension?.close());

  /** The editor with the person on green, in the panel for placing. */
  const open = async (name: string) => {
    const page = await openInEditor(extension, job, name);
    await page.click('#tab-background');
    await setControl(page, 'backdrop-colour', '#00ff00');
    await page.click('#tab-place');
    return page;
  };

  test('by mouse: dragging moves, a corner scales, the round handle turns; each is one step', async () => {
    const page = await open('me.jpg');
    await strokeWithMouse(page, BREAST, [0.6, 0.7]);
    expect((await numbers(page)).slice(2)).toEqual([100, 0]);
    const [x, y] = await numbers(page);
    expect(Math.abs(x - 40)).toBeLessThan(3);
    expect(Math.abs(y + 30)).toBeLessThan(3);
    const dragHandle = async (nth: number, dx: number, dy: number) => {
      const from = await page.evaluate((nth) => {
        const { left, top, width, height } = document.querySelectorAll('#place i')[nth].getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      }, nth);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + dx / 2, from.y + dy / 2);
      await page.mouse.move(from.x + dx, from.y + dy);
      await page.mouse.up();
    };
    await dragHandle(0, 30, 30);
    const [, , scale] = await numbers(page);
    expect(scale).toBeLessThan(95);
    expect(scale).toBeGreaterThan(50);
    await dragHandle(4, 80, 20);
    const [, , same, angle] = await numbers(page);
    expect(same).toBe(scale);
    expect(angle).toBeGreaterThan(5);
    await page.click('#undo');
    expect((await numbers(page)).slice(2)).toEqual([scale, 0]);
    await page.click('#undo');
    await page.click('#undo');
    expect(await numbers(page)).toEqual([0, 0, 100, 0]);
    expect(await page.isDisabled('#undo')).toBe(true);
    await page.click('#redo');
    expect((await numbers(page)).slice(0, 2)).toEqual([x, y]);
    await page.close();
  });

  test('by keyboard: arrows on the picture, numbers in the fields, and back to its own place', async () => {
    const page = await open('me.jpg');
    await page.press('#stage', 'ArrowRight');
    await page.keyboard.down('Shift');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    expect(await numbers(page)).toEqual([1, 20, 100, 0]);
    await setControl(page, 'place-angle', '90');
    await setControl(page, 'place-scale', '5000');
    expect(await numbers(page)).toEqual([1, 20, 1000, 90]);
    await page.keyboard.press('Control+z');
    expect(await numbers(page)).toEqual([1, 20, 100, 90]);
    await page.click('#place-reset');
    expect(await numbers(page)).toEqual([0, 0, 100, 0]);
    expect(await page.isDisabled('#place-reset')).toBe(true);
    await page.click('#undo');
    expect(await numbers(page)).toEqual([1, 20, 100, 90]);
    await page.close();
  });

  test('what is saved is what is shown; strokes are drawn in the picture’s own place', async () => {
    const page = await open('placed.jpg');
    await setControl(page, 'place-x', '-150');
    await setControl(page, 'place-scale', '50');
    // The person is no longer at its breast: there is green.
    await untilShown(page, BREAST, (red) => red === 0);
    // The stage is drawn in the frame after a change: moved, it may not be smaller yet.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const colourAt = async (x: number, y: number) => {
      const point = await pointOf(page, x, y);
      return page.evaluate(({ x, y }) => {
        const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
        const { left, top, width } = canvas.getBoundingClientRect();
        const density = canvas.width / width;
        return [...canvas.getContext('2d')!.getImageData((x - left) * density, (y - top) * density, 1, 1).data];
      }, point);
    };
    const places = [
      [0.125, 0.6],
      [0.125, 0.5],
      [0.5, 0.5],
      [0.9, 0.9],
    ] as const;
    const seen = await Promise.all(places.map(([x, y]) => colourAt(x, y)));
    await page.click('#tab-save');
    await page.click('#save');
    const saved = sharp(await extension.downloaded('placed-cutout.png'));
    expect(await saved.metadata()).toMatchObject(SIZE);
    const pixels = await saved.ensureAlpha().raw().toBuffer();
    for (const [i, [x, y]] of places.entries()) {
      const at = (Math.floor(y * SIZE.height) * SIZE.width + Math.floor(x * SIZE.width)) * 4;
      for (let c = 0; c < 4; c++) expect(Math.abs(pixels[at + c] - seen[i][c])).toBeLessThan(12);
    }
    expect(seen[0][1]).not.toBe(255);
    expect(seen[3]).toEqual([0, 255, 0, 255]);

    await page.click('#tab-brush');
    await untilShown(page, BREAST, (red) => red > 0);
    await page.close();
  });
});
