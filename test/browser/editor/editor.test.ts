import type { Page as PlaywrightPage } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silhouette } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { twoFrames } from '../driver/frames.ts';
import type { Page } from '../driver/page.ts';
import { STEP_MS, until } from '../driver/until.ts';
import { expectAccessible } from '../support/axe.ts';
import {
  drawnJob,
  isAsked,
  keptAlpha,
  keptJobs,
  keptLook,
  openInEditor,
  pointOf,
  setControl,
  strokeWithMouse,
  untilShown,
} from './editor-page.ts';

const PATIENCE = 120_000;
const SIZE = { width: 400, height: 300 } as const;
/** Points of the drawn picture, as shares of its sides: on the person's breast, and on the wall. */
const BREAST = [0.5, 0.8] as const;
const WALL = [0.12, 0.2] as const;

type Place = readonly [number, number];

const isKept = (red: number) => red > 250;
const isRemoved = (red: number) => red < 5;

/** The sum of the stage's red channel, once what was asked for is drawn and two looks at it agree. */
const brightness = async (page: Page): Promise<number> => {
  const look = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i];
      return sum;
    });
  for (let last = -1; ; ) {
    await page.evaluate(twoFrames);
    const now = await look();
    if (now === last) return now;
    last = now;
  }
};

describe.each(BROWSERS)('the editor in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let job: { picture: Buffer; matte: Buffer };

  beforeAll(async () => {
    [extension, job] = await Promise.all([startExtension({ browser }), drawnJob(SIZE.width, SIZE.height)]);
  }, PATIENCE);

  afterAll(() => extension?.close());

  test('opens what was handed over, and forgets it with its tab (privacy 10)', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    expect(await page.textContent('#name')).toBe('me.jpg');
    const watcher = await extension.open(extension.extensionPage('options/options.html'));
    expect(await keptJobs(watcher)).toHaveLength(1);
    await page.close();
    await until(
      async () => (await keptJobs(watcher)).length === 0,
      STEP_MS,
      () => 'The job is still kept.',
    );
    await watcher.close();
  });

  test('keeps and removes by mouse, goes back, forth and all the way back', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    await setControl(page, 'view', 'matte');
    await untilShown(page, [...BREAST], isKept);
    await strokeWithMouse(page, [0.08, 0.2], [0.3, 0.2]);
    await untilShown(page, [...WALL], isKept);
    await page.keyboard.press('x');
    await strokeWithMouse(page, [0.4, 0.8], [0.6, 0.8]);
    await untilShown(page, [...BREAST], isRemoved);
    await page.keyboard.press('Control+z');
    await untilShown(page, [...BREAST], isKept);
    await page.keyboard.press('Control+Shift+z');
    await untilShown(page, [...BREAST], isRemoved);
    await page.click('#reset');
    await untilShown(page, [...BREAST], isKept);
    await untilShown(page, [...WALL], isRemoved);
    await page.close();
  });

  test('moves and softens the whole outline as one step, however often the controls are moved', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    await setControl(page, 'view', 'matte');
    await page.click('#tab-edges');
    const whole = await brightness(page);
    await setControl(page, 'edge-shift', '20');
    await expect.poll(() => brightness(page)).toBeGreaterThan(whole * 1.005);
    await setControl(page, 'edge-shift', '-20');
    await setControl(page, 'edge-feather', '8');
    await expect.poll(() => brightness(page)).toBeLessThan(whole * 0.995);
    await page.click('#undo');
    await expect.poll(() => brightness(page)).toBe(whole);
    const controls = () =>
      page.evaluate(() =>
        ['edge-shift', 'edge-feather'].map((id) => (document.getElementById(id) as HTMLInputElement).value),
      );
    expect(await controls()).toEqual(['0', '0']);
    expect(await page.evaluate(() => (document.getElementById('undo') as HTMLButtonElement).disabled)).toBe(true);
    await page.click('#redo');
    await expect.poll(() => brightness(page)).toBeLessThan(whole * 0.995);
    expect(await controls()).toEqual(['0', '0']);
    await page.close();
  });

  test('shows the edges with the colours of the picture, and the person’s own again', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    await setControl(page, 'view', 'colour');
    const cleaned = await brightness(page);
    await page.click('#tab-edges');
    await page.click('#decontaminated');
    await expect.poll(() => brightness(page)).not.toBe(cleaned);
    await page.click('#decontaminated');
    await expect.poll(() => brightness(page)).toBe(cleaned);
    await page.close();
  });

  test('has its strokes again when its tab is loaded anew, as one step that can be undone', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    await strokeWithMouse(page, [0.08, 0.2], [0.3, 0.2]);
    await page.keyboard.press('x');
    await strokeWithMouse(page, [0.4, 0.8], [0.6, 0.8]);
    await setControl(page, 'view', 'matte');
    await untilShown(page, [...BREAST], isRemoved);
    const pixel = Math.round(BREAST[1] * SIZE.height) * SIZE.width + Math.round(BREAST[0] * SIZE.width);
    await until(
      async () => (await keptAlpha(page, pixel)) === 0,
      STEP_MS,
      () => 'The strokes are not kept.',
    );
    await page.reload();
    await page.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await setControl(page, 'view', 'matte');
    await untilShown(page, [...BREAST], isRemoved);
    await untilShown(page, [...WALL], isKept);
    await page.click('#undo');
    await untilShown(page, [...BREAST], isKept);
    await untilShown(page, [...WALL], isRemoved);
    await page.close();
  });

  test('has its settings again when its tab is loaded anew, and still asks before they are lost', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    const shown = () =>
      page.evaluate(() => ({
        ...Object.fromEntries(
          ['backdrop-colour', 'cropping', 'margin', 'outline-width', 'place-x', 'place-angle', 'width'].map((id) => [
            id,
            (document.getElementById(id) as HTMLInputElement).value,
          ]),
        ),
        ...Object.fromEntries(
          ['decontaminated', 'outlined', 'shaded'].map((id) => [
            id,
            (document.getElementById(id) as HTMLInputElement).checked,
          ]),
        ),
        backdrop: document.querySelector<HTMLInputElement>('[name=backdrop]:checked')?.value,
        format: document.querySelector<HTMLInputElement>('[name=format]:checked')?.value,
      }));
    await page.click('#tab-edges');
    await page.click('#decontaminated');
    await page.click('#tab-background');
    await setControl(page, 'backdrop-colour', '#d00000');
    await page.click('#tab-crop');
    await setControl(page, 'cropping', '1:1');
    await setControl(page, 'margin', '20');
    await page.click('#tab-sticker');
    await page.check('#outlined');
    await setControl(page, 'outline-width', '40');
    await page.check('#shaded');
    await page.click('#tab-place');
    await setControl(page, 'place-x', '30');
    await setControl(page, 'place-angle', '12');
    await page.click('#tab-save');
    await page.check('[name=format][value="image/webp"]', { force: true });
    await setControl(page, 'width', '123');
    await page.click('#tab-place');
    const before = await shown();
    expect(before).toMatchObject({ cropping: '1:1', outlined: true, 'place-angle': '12', width: '123' });
    await expect.poll(async () => (await keptLook(page))?.width).toBe(123);
    await page.reload();
    await page.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await page.click('#tab-place');
    await expect.poll(shown).toEqual(before);
    expect(await isAsked(page)).toBe(true);
    await page.close();
  });

  test('keeps one person of several, by a click or by Enter', async () => {
    const page = await openInEditor(extension, job, 'us.jpg');
    await setControl(page, 'view', 'matte');
    await strokeWithMouse(page, [0.08, 0.2], [0.2, 0.2]);
    await untilShown(page, [...WALL], isKept);
    await page.check('input[value=only]', { force: true });
    expect(await page.evaluate(() => document.getElementById('only-hint')!.hidden)).toBe(false);
    const click = async ([x, y]: Place) => strokeWithMouse(page, [x, y], [x, y]);
    await click([0.95, 0.05]);
    expect(await page.textContent('#said')).toBe('Nobody is at this place; click a person.');
    await click(BREAST);
    expect(await page.textContent('#said')).toBe('Only this person is left.');
    await untilShown(page, [...WALL], isRemoved);
    await untilShown(page, [...BREAST], isKept);
    // Who is alone is told so, and there is nothing to undo.
    await click(BREAST);
    expect(await page.textContent('#said')).toMatch(/^Nobody else can be told apart from this person/);
    await page.keyboard.press('Control+z');
    await untilShown(page, [...WALL], isKept);
    await page.press('#stage', 'Enter');
    await untilShown(page, [...WALL], isRemoved);
    await page.close();
  });

  test('works by keyboard alone, and asks before strokes are lost', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    expect(await isAsked(page)).toBe(false);
    await setControl(page, 'view', 'matte');
    await page.press('#stage', 'x');
    await page.keyboard.press('Tab');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    // The brush is in the middle of the stage, on the person; down to the breast, painting along.
    await page.keyboard.down('Shift');
    for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    await untilShown(page, [0.5, 0.6], isRemoved);
    await expect.poll(() => page.textContent('#said')).toBe('Removed.');
    await expect.poll(() => isAsked(page)).toBe(true);
    await page.press('#stage', 'x');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('#said')).toBe('Kept.');
    await page.close();
  });

  test('paints in the brush’s panel alone; elsewhere dragging and arrows move the picture', async () => {
    const page = await openInEditor(extension, job, 'me.jpg');
    await setControl(page, 'view', 'matte');
    await page.keyboard.press('x');
    const frame = () => page.evaluate(() => document.getElementById('frame')!.style.transform);
    for (const panel of ['background', 'sticker', 'save']) {
      await page.click(`#tab-${panel}`);
      const before = await frame();
      await strokeWithMouse(page, [...BREAST], [0.6, 0.7]);
      const dragged = await frame();
      expect(dragged).not.toBe(before);
      expect(await page.isHidden('#ring')).toBe(true);
      await page.press('#stage', 'Enter');
      await page.press('#stage', 'ArrowLeft');
      expect(await frame()).not.toBe(dragged);
      await page.press('#stage', '0');
      await untilShown(page, [...BREAST], isKept);
      expect(await page.isDisabled('#undo')).toBe(true);
    }
    await page.click('#tab-brush');
    await strokeWithMouse(page, [...BREAST], [0.6, 0.7]);
    await untilShown(page, [...BREAST], isRemoved);
    await page.close();
  });

  test('saves a sticker at a chosen size, and the matte', async () => {
    const page = await openInEditor(extension, job, 'sticker.jpg');
    await page.click('#tab-sticker');
    await page.check('#outlined');
    await setControl(page, 'outline-width', '60');
    await page.click('#tab-save');
    const shownIn = (id: string) => page.evaluate((id) => (document.getElementById(id) as HTMLInputElement).value, id);
    const own = await shownIn('width');
    await setControl(page, 'save-size', '512');
    expect([await shownIn('save-size'), await shownIn('width')]).toEqual(['', own]);
    await page.evaluate(() => document.getElementById('save-size')!.focus());
    await setControl(page, 'save-size', 'custom');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('save-size');
    await setControl(page, 'width', '200');
    expect(await shownIn('save-size')).toBe('custom');
    await page.click('#save');
    const saved = sharp(await extension.downloaded('sticker-cutout.png'));
    expect(await saved.metadata()).toMatchObject({ format: 'png', width: 200, height: 163, hasAlpha: true });
    const pixels = await saved.raw().toBuffer();
    const at = (x: number, y: number) => [...pixels.subarray((y * 200 + x) * 4, (y * 200 + x) * 4 + 4)];
    expect(at(5, 5)[3]).toBe(0);
    expect(at(100, 120)[3]).toBe(255);
    // The person, whom the picture cuts off below, has an outline there, too.
    expect(at(100, 156)).toEqual([255, 255, 255, 255]);
    // Above the crown (at 0.11 of the height) there is outline.
    const crown = Array.from({ length: 40 }, (_, y) => at(100, y)).find(([, , , alpha]) => alpha > 250);
    expect(crown).toEqual([255, 255, 255, 255]);
    await page.waitForFunction(() => !(document.querySelector('#save-matte') as HTMLButtonElement).disabled);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('save');
    await page.click('#save-matte');
    const matte = sharp(await extension.downloaded('sticker-matte.png'));
    expect(await matte.metadata()).toMatchObject({ space: 'b-w', ...SIZE });
    expect(await matte.raw().toBuffer()).toEqual(await sharp(job.matte).raw().toBuffer());
    await page.close();
  });

  test('without a job says so and takes a picture', async () => {
    const page = await extension.open(extension.extensionPage('editor/editor.html#none'));
    await page.waitForSelector('#notice:not([hidden])');
    expect(await page.textContent('#notice-text')).toMatch(/not kept any more; drop or choose it again/);
    expect(await page.isVisible('#choose')).toBe(true);
    await page.setInputFiles('#chooser', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await page.waitForFunction(() => /not (a|an) (picture|image)/i.test(document.body.innerText));
    await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer: await silhouette() });
    await page.waitForSelector('[data-state=editing] #notice:not([hidden])', { timeout: PATIENCE });
    expect(await page.textContent('#notice-text')).toBe('This may not be a person; check the cutout.');
    await page.press('#notice .ways button', 'Enter');
    expect(await page.isHidden('#notice')).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('stage');
    await page.close();
  });

  // What follows needs the debugger, or a driver that axe knows.
  if (browser !== 'chromium') return;

  test('works by touch and pen: a finger paints, two pinch, a pen’s pressure is its size, its other end removes', async () => {
    const page = (await openInEditor(extension, job, 'me.jpg')) as PlaywrightPage;
    const hand = await handOf(page);
    await setControl(page, 'view', 'matte');
    await setControl(page, 'softness', '0');
    await hand.fingers([[[0.08, 0.2]], [[0.2, 0.2]], [[0.3, 0.2]]]);
    await untilShown(page, [...WALL], isKept);
    await page.keyboard.press('Control+z');
    await untilShown(page, [...WALL], isRemoved);

    const zoom = async () => Number.parseFloat((await page.textContent('#zoom')) ?? '');
    const before = await zoom();
    // The first finger has painted a little when the second comes down: that is taken back, and nothing jumps.
    await hand.fingers([
      [[0.08, 0.2]],
      [[0.15, 0.2]],
      [
        [0.15, 0.2],
        [0.35, 0.2],
      ],
      [
        [0.05, 0.2],
        [0.45, 0.2],
      ],
    ]);
    expect((await zoom()) / before).toBeCloseTo(2, 1);
    await page.keyboard.press('0');
    await untilShown(page, [...WALL], isRemoved);

    await hand.pen(0.05, [0.1, 0.2], [0.2, 0.2]);
    await untilShown(page, [0.15, 0.2], isKept);
    await untilShown(page, [0.15, 0.23], isRemoved);
    await hand.pen(1, [0.1, 0.2], [0.2, 0.2]);
    await untilShown(page, [0.15, 0.23], isKept);
    await hand.eraser([...BREAST]);
    await untilShown(page, [...BREAST], isRemoved);
    await page.close();
  });

  test('axe finds nothing serious in any panel', async () => {
    const page = (await openInEditor(extension, job, 'me.jpg')) as PlaywrightPage;
    for (const panel of ['brush', 'choose', 'edges', 'background', 'place', 'template', 'crop', 'sticker', 'save']) {
      await page.click(`#tab-${panel}`);
      await expectAccessible(page);
    }
    await page.close();
  });
});

/** Fingers and a pen on points of the picture (shares of its sides). */
async function handOf(page: PlaywrightPage) {
  const cdp = await page.context().newCDPSession(page);
  const place = ([x, y]: Place) => pointOf(page, x, y);
  return {
    /** Where each finger is, moment by moment; all lift at the end. */
    async fingers(moments: readonly (readonly Place[])[]) {
      const seen = await Promise.all(moments.map((moment) => Promise.all(moment.map(place))));
      let down = 0;
      for (const points of seen) {
        const touchPoints = points.map((point, id) => ({ ...point, id }));
        await cdp.send('Input.dispatchTouchEvent', {
          type: points.length > down ? 'touchStart' : 'touchMove',
          touchPoints,
        });
        down = points.length;
      }
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
    async pen(force: number, from: Place, to: Place) {
      const pen = { button: 'left', buttons: 1, pointerType: 'pen', force } as const;
      await cdp.send('Input.dispatchMouseEvent', {
        type: 'mousePressed',
        ...(await place(from)),
        ...pen,
        clickCount: 1,
      });
      await cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...(await place(to)), ...pen });
      await cdp.send('Input.dispatchMouseEvent', {
        type: 'mouseReleased',
        ...(await place(to)),
        ...pen,
        clickCount: 1,
      });
    },
    /** A dab; the debugger has no such button, so the page says it to itself. */
    async eraser(at: Place) {
      const { x: clientX, y: clientY } = await place(at);
      await page.evaluate(
        (where) => {
          const event = {
            pointerId: 1,
            pointerType: 'pen',
            pressure: 1,
            button: 5,
            buttons: 32,
            bubbles: true,
            ...where,
          };
          const stage = document.querySelector('#stage');
          stage?.dispatchEvent(new PointerEvent('pointerdown', event));
          stage?.dispatchEvent(new PointerEvent('pointerup', { ...event, buttons: 0 }));
        },
        { clientX, clientY },
      );
    },
  };
}
