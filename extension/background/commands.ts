import { markClosed, markOpen } from '../common/browser/badge.ts';
import { browser, type Tabs } from '../common/browser/browser.ts';
import { hasSpoken } from '../common/storage/language.ts';
import { t } from '../common/words/words.ts';
import { ALL_PICTURES, type PageCommand, POINTED_PICTURE, POINTS, pointsSchema } from '../contracts/messages.ts';
import { enterFrames } from './enter.ts';

/** Runs a keyboard command in the tab in front. */
export const runCommand = (name: string, tab?: Tabs.Tab): Promise<void> => run(name, tab, true);

/** Runs the menu's item for all pictures. */
export const runMenuCommand = (name: string, tab?: Tabs.Tab): Promise<void> => run(name, tab, false);

async function run(name: string, given: Tabs.Tab | undefined, byKeyboard: boolean): Promise<void> {
  if (name !== ALL_PICTURES && name !== POINTED_PICTURE) return;
  const tab = given ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  if (tab?.id === undefined) return;
  const entered = await enterFrames(tab.id, name === POINTED_PICTURE ? 'all' : [0]);
  if (!entered.includes(0)) {
    await hasSpoken();
    return markClosed(tab.id, t('closedPage'));
  }
  await markOpen(tab.id);
  const send = (command: PageCommand, frameId: number): Promise<unknown> =>
    browser.tabs.sendMessage(tab.id as number, command, { frameId });
  if (name === ALL_PICTURES) return void (await send({ kind: 'page/all', byKeyboard }, 0));
  const ranks = await Promise.all(
    entered.map(async (frameId) => {
      const points = pointsSchema.safeParse(await send({ kind: 'page/rank' }, frameId).catch(() => undefined));
      return { frameId, points: points.success ? points.data : POINTS.none };
    }),
  );
  // Of equals the main frame, which comes first.
  const best = ranks.reduce((a, b) => (b.points > a.points ? b : a));
  await send({ kind: 'page/pointed' }, best.points > POINTS.none ? best.frameId : 0);
}
