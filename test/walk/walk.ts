import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { BROWSERS, type BrowserName, startExtension } from '../browser/driver/extension-under-test.ts';
import { serveSite } from '../browser/driver/site.ts';
import { personPhoto, twoPeoplePhoto } from '../browser/support/photo.ts';
import { drawThing } from '../fixtures/things.ts';
import { type Effort, Hand } from './hand.ts';
import { writeReport } from './report.ts';
import type { Task, Walk } from './task.ts';
import { EDITOR } from './tasks/editor.ts';
import { MANY_PICTURES } from './tasks/many-pictures.ts';
import { ONE_PICTURE } from './tasks/one-picture.ts';
import { OPTIONS } from './tasks/options.ts';
import { PERMISSION } from './tasks/permission.ts';
import { POPUP } from './tasks/popup.ts';
import { WELCOME } from './tasks/welcome.ts';

const TASKS: readonly Task[] = [
  ...WELCOME,
  ...ONE_PICTURE,
  ...PERMISSION,
  ...MANY_PICTURES,
  ...POPUP,
  ...EDITOR,
  ...OPTIONS,
];
const PICTURES = new URL('../../dist/walk/', import.meta.url);
/** The drawn dog. */
const DOG = 5;

const efforts = new Map<string, Partial<Record<BrowserName, Effort>>>();

async function files(): Promise<Walk['files']> {
  const [person, two] = await Promise.all([personPhoto(), twoPeoplePhoto()]);
  const { width, height, data } = (await drawThing(DOG, 400, 300)).picture;
  const dog = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90 })
    .toBuffer();
  return { person, two, dog };
}

describe.each(BROWSERS)('a new user in %s', (browser) => {
  let walk: Walk;

  beforeAll(async () => {
    const grantedHosts = [browser === 'chromium' ? '<all_urls>' : 'http://localhost/*'];
    const [site, other, extension] = await Promise.all([
      serveSite('localhost'),
      serveSite('127.0.0.1'),
      startExtension({ browser, grantedHosts }),
    ]);
    walk = { browser, site, other, extension, hand: new Hand(extension), files: await files() };
    await mkdir(new URL(`${browser}/`, PICTURES), { recursive: true });
  });
  afterAll(async () => {
    await walk.extension.close();
    await Promise.all([walk.site.close(), walk.other.close()]);
  });

  test.each(TASKS.map((task, index) => [task.name, task, index] as const))('%s', async (name, task, index) => {
    walk.hand.effort();
    const page = await task.act(walk);
    efforts.set(name, { ...efforts.get(name), [browser]: walk.hand.effort() });
    const file = `${browser}/${String(index + 1).padStart(2, '0')}-${name.toLowerCase().replace(/[^a-z]+/g, '-')}.png`;
    await writeFile(new URL(file, PICTURES), await page.screenshot());
    await page.close();
  });
});

afterAll(async () => {
  if (efforts.size === TASKS.length) await writeReport(efforts, new URL('../../docs/walk.md', import.meta.url));
});
