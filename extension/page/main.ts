import { browser } from '../common/browser/browser.ts';
import { elementOfMenu } from '../common/browser/chrome.ts';
import { matches } from '../common/browser/unshadowed.ts';
import { settingsForPage } from '../common/requests/settings-for-page.ts';
import { t } from '../common/words/words.ts';
import { type Action, type PageCommand, pageCommand } from '../contracts/messages.ts';
import { DEFAULT_SETTINGS, type PageSettings } from '../contracts/settings.ts';
import { hostAllowed } from './acquire/host-permission.ts';
import { watchDrags } from './drag.ts';
import { findPicture } from './find/find.ts';
import { pictureOf, type Target } from './find/kinds.ts';
import { watchMouse } from './find/mouse.ts';
import { findPointed } from './find/pointed.ts';
import { findUnderMenu, watchMenus } from './find/under-pointer.ts';
import { cutOutAll } from './many/all-pictures.ts';
import { panel } from './overlay/cards/panel.ts';
import { removeLeftovers, setTheme } from './overlay/host.ts';
import { createOverlay } from './overlay/overlay.ts';
import { holds, putBack, replacedPicture, sessionOf } from './session/sessions.ts';

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

function tell(sentence: string, byKeyboard: boolean): void {
  const overlay = createOverlay(undefined);
  if (byKeyboard) overlay.takeKeyboard();
  overlay.show(panel(sentence, [], overlay.hide), { onEscape: overlay.hide });
}

/** True where the menu was opened by keyboard: browsers do not say so, but they show the focus of what it was opened on. */
function hasKeyboard(picture: Element | undefined): boolean {
  const { activeElement: focused, body } = document;
  if (!picture || !focused || focused === body) return false;
  return matches(focused, ':focus-visible') && focused.contains(picture);
}

/** Finds the picture at once, before the mouse is elsewhere. @returns does the rest, which waits for the settings. */
function obey(
  command: Extract<PageCommand, { kind: 'page/all' | 'page/run' | 'page/pointed' }>,
): (settings: PageSettings) => void {
  if (command.kind === 'page/all') return (settings) => cutOutAll(settings, command.byKeyboard);
  if (command.kind === 'page/run') {
    const target = targetOf(command);
    const byKeyboard = hasKeyboard(target?.element);
    return (settings) => {
      if (target) void sessionOf(target).run(command.action, settings, byKeyboard);
      else tell(t('nothingThere'), byKeyboard);
    };
  }
  const { picture } = findPointed();
  return (settings) => {
    if (picture) void sessionOf(picture).run(DEFAULT_ACTION[settings.action], settings, true);
    else tell(t('noPictureHere'), true);
  };
}

function listen(raw: unknown, sender: { id?: string }): Promise<number | boolean> | undefined {
  const command = sender.id === browser.runtime.id ? pageCommand.safeParse(raw) : undefined;
  if (!command?.success) return undefined;
  if (command.data.kind === 'page/allowed') {
    hostAllowed(command.data.url, command.data.everywhere);
    return Promise.resolve(true);
  }
  if (command.data.kind === 'page/rank') return Promise.resolve(findPointed().points);
  if (command.data.kind === 'page/holds') return Promise.resolve(holds(command.data.place));
  if (command.data.kind === 'page/put') return putBack(command.data.place, command.data);
  const act = obey(command.data);
  void settingsForPage().then(
    (settings) => {
      setTheme(settings.theme);
      act(settings);
    },
    () => act(DEFAULT_SETTINGS),
  );
  return Promise.resolve(true);
}

const world = globalThis as { [LISTENING]?: true };
if (!world[LISTENING]) {
  world[LISTENING] = true;
  removeLeftovers();
  watchMenus();
  watchMouse();
  watchDrags();
  browser.runtime.onMessage.addListener(listen as Parameters<typeof browser.runtime.onMessage.addListener>[0]);
}
