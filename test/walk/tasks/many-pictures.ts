import { unzipSync } from 'fflate';
import { ALL_PICTURES } from '../../../extension/contracts/messages.ts';
import { page as html } from '../../browser/driver/site.ts';
import { until } from '../../browser/driver/until.ts';
import type { Task, Walk } from '../task.ts';

const PATIENCE = 60_000;
const NAMES = ['Anna', 'Bea', 'Cleo'] as const;

const filesOf = ({ files }: Walk) =>
  NAMES.map((name) => ({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: files.person }));

/** A page with three pictures, all cut out by the shortcut. */
async function allCutOut({ extension, hand, site, files }: Walk, path: string) {
  const body = { body: files.person, type: 'image/jpeg' };
  const urls = NAMES.map((name) => site.put(`/${path}-${name}.jpg`, body));
  const images = urls.map((url) => `<img src="${url}" alt="" width="210">`).join(' ');
  const page = await extension.open(site.put(`/${path}`, html(images)));
  const overlay = await hand.shortcut(page, ALL_PICTURES);
  await overlay.until('Pictures with people, cut out: 3', 2 * PATIENCE);
  return { page, overlay };
}

const replaced = () => [...document.images].filter(({ currentSrc }) => currentSrc.startsWith('blob:')).length;

/** What is done to several pictures at once. */
export const MANY_PICTURES: readonly Task[] = [
  {
    name: 'Cut out all pictures of a page, by keyboard',
    async act(walk) {
      const { page } = await allCutOut(walk, 'all');
      if ((await page.evaluate(replaced)) !== 3) throw new Error('Not all were replaced.');
      return page;
    },
  },
  {
    name: 'Restore all pictures of a page',
    async act(walk) {
      const { page, overlay } = await allCutOut(walk, 'back');
      walk.hand.effort();
      await walk.hand.press(overlay, 'Undo all');
      await until(
        async () => (await page.evaluate(replaced)) === 0,
        PATIENCE,
        () => 'A picture is still replaced.',
      );
      return page;
    },
  },
  {
    name: 'Cut out three files and save them as one ZIP',
    async act(walk) {
      const page = await walk.extension.open(walk.extension.extensionPage('batch/batch.html'));
      await walk.hand.drop(page, ...filesOf(walk));
      await page.waitForFunction(() => document.querySelectorAll('#list > li.done').length === 3, undefined, {
        timeout: 2 * PATIENCE,
      });
      await walk.hand.click(page, '#zip');
      const day = new Date();
      const today = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
      const name = `matteo-${today.map((part) => String(part).padStart(2, '0')).join('-')}.zip`;
      const names = Object.keys(unzipSync(await walk.extension.downloaded(name)));
      if (names.length !== 3) throw new Error(`The ZIP has ${names}.`);
      return page;
    },
  },
  {
    name: 'Save three cutouts as square JPEGs on white',
    async act(walk) {
      const page = await walk.extension.open(walk.extension.extensionPage('batch/batch.html'));
      await walk.hand.drop(page, ...filesOf(walk));
      await page.waitForFunction(() => document.querySelectorAll('#list > li.done').length === 3, undefined, {
        timeout: 2 * PATIENCE,
      });
      await walk.hand.choose(page, '#batch-background', 'colour');
      await walk.hand.choose(page, '#batch-crop', '1:1');
      await walk.hand.choose(page, '#batch-format', 'image/jpeg');
      await walk.hand.click(page, '#list > li.done .item-acts button');
      await walk.extension.downloaded('Anna-cutout.jpg');
      return page;
    },
  },
];
