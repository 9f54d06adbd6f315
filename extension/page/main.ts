import { type Action, type PageCommand, pageCommand } from '../../shared/messages.ts';
import { DEFAULT_SETTINGS, type PageSettings } from '../../shared/settings.ts';
import { browser } from '../common/browser.ts';
import { elementOfMenu } from '../common/chrome.ts';
import { settingsForPage } from '../common/settings-for-page.ts';
import { t } from '../common/words.ts';
import { cutOutAll } from './all-pictures.ts';
import { findPicture } from './find.ts';
import { pictureOf, type Target } from './kinds.ts';
import { removeLeftovers } from './overlay/host.ts';
import { createOverlay } from './overlay/overlay.ts';
import { panel } from './overlay/panel.ts';
import { findPointed } from './pointed.ts';
import { replacedPicture, sessionOf } from './sessions.ts';
import { findUnderMenu, watchMenus } from './under-pointer.ts';

/** Set in the isolated world by the first injection; page scripts have a world of their own. */
const LISTENING = Symbol.for('matteo.listening');

/** What the settings call the default action. */
const DEFAULT_ACTION: Record<PageSettings['action'], Action> = {
  replace: 'remove-background',
  save: 'save-cutout',
  copy: 'copy-cutout',
};

function targetOf({ srcUrl, targetElementId }: Extract<PageCommand, { kind: 'page/run' }>): Target | undefined {
  const underMenu = findUnderMenu();
  if (srcUrl) return findPicture(srcUrl) ?? replacedPicture(srcUrl) ?? { kind: 'unseen', url: srcUrl };
  const clicked = elementOfMenu(targetElementId);
  return (clicked && pictureOf(clicked)) ?? underMenu;
}

function tell(sentence: string): void {
  const overlay = createOverlay(undefined);
  overlay.show(panel(sentence, [], overlay.hide), { onEscape: overlay.hide });
}

/** Finds what is meant at once, before the mouse is elsewhere; the rest waits for the settings. */
function obey(command: Exclude<PageCommand, { kind: 'page/rank' }>): (settings: PageSettings) => void {
  if (command.kind === 'page/all') return cutOutAll;
  if (command.kind === 'page/run') {
    const target = targetOf(command);
    return (settings) => {
      if (target) void sessionOf(target).run(command.action, settings);
      else tell(t('nothingThere'));
    };
  }
  const { picture } = findPointed();
  return (settings) => {
    if (picture) void sessionOf(picture).run(DEFAULT_ACTION[settings.action], settings);
    else tell(t('noPictureHere'));
  };
}

function listen(raw: unknown, sender: { id?: string }): Promise<number | true> | undefined {
  const command = sender.id === browser.runtime.id ? pageCommand.safeParse(raw) : undefined;
  if (!command?.success) return undefined;
  if (command.data.kind === 'page/rank') return Promise.resolve(findPointed().points);
  const act = obey(command.data);
  void settingsForPage().then(act, () => act(DEFAULT_SETTINGS));
  return Promise.resolve(true);
}

const world = globalThis as { [LISTENING]?: true };
if (!world[LISTENING]) {
  world[LISTENING] = true;
  removeLeftovers();
  watchMenus();
  browser.runtime.onMessage.addListener(listen as Parameters<typeof browser.runtime.onMessage.addListener>[0]);
}
