import sharp from 'sharp';
import type { Matte, Picture } from '../../../shared/image/picture.ts';
import { drawnCoarse, drawnScene } from '../../bench/scene.ts';
import type { ExtensionUnderTest } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { STEP_MS, until } from '../driver/until.ts';

const PATIENCE = 120_000;

/** A drawn person with a matte, as the engine hands them over. */
export async function drawnJob(width: number, height: number): Promise<{ picture: Buffer; matte: Buffer }> {
  const scene: Picture = drawnScene(width, height);
  const { data } = drawnCoarse(width, height);
  const matte: Matte = { width, height, data: Uint8ClampedArray.from(data, (alpha) => alpha * 255) };
  return {
    picture: await sharp(scene.data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: 85 })
      .toBuffer(),
    matte: await sharp(matte.data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png({ compressionLevel: 1 })
      .toBuffer(),
  };
}

/** Hands a job over as popup and page script do, without a matte where nobody was seen, and answers the tab in which the editor opened it. */
export async function openInEditor(
  extension: ExtensionUnderTest,
  { picture, matte }: { picture: Buffer; matte?: Buffer },
  name: string,
): Promise<Page> {
  const asking = await extension.open(extension.extensionPage('options/options.html'));
  const earlier = await keptJobs(asking);
  const first = await asking.evaluate(
    async ([pictureUrl, matteUrl, name]) => {
      // No function here has a name: benches are compiled by a tool that marks those.
      const picture = await (await fetch(pictureUrl)).blob();
      const matte = matteUrl && (await (await fetch(matteUrl)).blob());
      const job = { picture, ...(matte && { matte }), name };
      await chrome.runtime.sendMessage({ kind: 'editor/open', ...job, isPrivate: false });
      const [own, tabs] = await Promise.all([chrome.tabs.getCurrent(), chrome.tabs.query({})]);
      return tabs.find(({ index }) => index === (own?.index ?? 0) + 1)?.id ?? -1;
    },
    [
      `data:image/jpeg;base64,${picture.toString('base64')}`,
      matte && `data:image/png;base64,${matte.toString('base64')}`,
      name,
    ] as const,
  );
  const [id] = (await keptJobs(asking)).filter((job) => !earlier.includes(job));
  // The driver's own tab on the same job; the other one may go then.
  const page = await extension.open(extension.extensionPage(`editor/editor.html#${id}`));
  await page.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
  await asking.evaluate((id) => chrome.tabs.remove(id), first);
  // One of the two tabs may have had a copy of the job.
  await until(
    async () => (await keptJobs(asking)).length === earlier.length + 1,
    STEP_MS,
    () => 'The job of the first tab is still kept.',
  );
  await asking.close();
  await page.bringToFront();
  return page;
}

/** The ids of the jobs that the extension keeps. */
export const keptJobs = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('editor');
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => opening.result.createObjectStore('jobs');
        opening.onsuccess = () => {
          const asking = opening.result.transaction('jobs').objectStore('jobs').getAllKeys();
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result as string[]);
          };
        };
      }),
  );

/** The alpha at a pixel (in reading order) of the strokes that are kept with the only job; undefined where none are. */
export const keptAlpha = (page: Page, pixel: number): Promise<number | undefined> =>
  page.evaluate(
    (pixel) =>
      new Promise<number | undefined>((resolve, reject) => {
        const opening = indexedDB.open('editor');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asking = opening.result.transaction('jobs').objectStore('jobs').getAll();
          asking.onsuccess = async () => {
            opening.result.close();
            const [{ edited }] = asking.result as [{ edited?: Blob }];
            if (!edited) return resolve(undefined);
            const bytes = new Response(edited.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
            resolve(new Uint8Array(await bytes)[pixel]);
          };
        };
      }),
    pixel,
  );

/** Whether the editor asks before it is closed. */
export const isAsked = (page: Page): Promise<boolean> =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

/** The settings that are kept with the only job; undefined where none are. */
export const keptLook = (page: Page): Promise<Readonly<Record<string, unknown>> | undefined> =>
  page.evaluate(
    () =>
      new Promise<Record<string, unknown> | undefined>((resolve, reject) => {
        const opening = indexedDB.open('editor');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asking = opening.result.transaction('jobs').objectStore('jobs').getAll();
          asking.onsuccess = () => {
            opening.result.close();
            resolve((asking.result as [{ look?: Record<string, unknown> }])[0].look);
          };
        };
      }),
  );

/** Gives a control of the page a value, with the event that a person's choice of it has. */
export const setControl = (page: Page, id: string, value: string): Promise<void> =>
  page.evaluate(
    ([id, value]) => {
      const control = document.getElementById(id) as HTMLInputElement;
      control.value = value;
      control.dispatchEvent(new Event(['range', 'color'].includes(control.type) ? 'input' : 'change'));
    },
    [id, value] as const,
  );

/** Where the picture's point (shares of its sides) is in the window; the picture is shown whole. */
export const pointOf = (page: Page, x: number, y: number): Promise<{ x: number; y: number }> =>
  page.evaluate(
    ([x, y]) => {
      const { left, top, width, height } = document.querySelector('#stage')!.getBoundingClientRect();
      const frame = document.querySelector<HTMLElement>('#frame')!;
      const [, moved, down] = /translate\(([-\d.]+)px, ([-\d.]+)px\)/.exec(frame.style.transform) ?? [];
      const [w, h] = [Number.parseFloat(frame.style.width), Number.parseFloat(frame.style.height)];
      return {
        x: Math.min(left + width - 1, left + Number(moved) + w * x),
        y: Math.min(top + height - 1, top + Number(down) + h * y),
      };
    },
    [x, y] as const,
  );

/** Draws a stroke with the mouse between two points of the picture (shares of its sides). */
export async function strokeWithMouse(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const [a, b] = [await pointOf(page, ...from), await pointOf(page, ...to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) {
    await page.mouse.move(a.x + ((b.x - a.x) * step) / 8, a.y + ((b.y - a.y) * step) / 8);
  }
  await page.mouse.up();
}

/** Waits until the stage shows a colour (red channel) at a point of the picture. */
export async function untilShown(page: Page, [x, y]: [number, number], isIt: (red: number) => boolean): Promise<void> {
  let red = -1;
  await until(
    async () => {
      const point = await pointOf(page, x, y);
      red = await page.evaluate(({ x, y }) => {
        const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
        const { left, top, width } = canvas.getBoundingClientRect();
        const density = canvas.width / width;
        return canvas.getContext('2d')!.getImageData((x - left) * density, (y - top) * density, 1, 1).data[0];
      }, point);
      return isIt(red);
    },
    STEP_MS,
    () => `The stage shows ${red} at ${x}, ${y}.`,
  );
}
