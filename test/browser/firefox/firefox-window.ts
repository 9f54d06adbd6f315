/// <reference path="./privileged.d.ts" />

import { STEP_MS, until } from '../driver/until.ts';
import type { FirefoxSession } from './firefox-session.ts';

// What a person does in Firefox's own window, outside of pages.

/** Opens the context menu at a point of a tab, and chooses the item with this title. */
export async function chooseInMenu(
  session: FirefoxSession,
  tab: string,
  { x, y }: { x: number; y: number },
  title: string,
): Promise<void> {
  const at = { type: 'pointerMove', origin: 'viewport', x: Math.round(x), y: Math.round(y) };
  const press = [at, { type: 'pointerDown', button: 2 }, { type: 'pointerUp', button: 2 }];
  const actions = [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: press }];
  await session.toTab(tab, 'WebDriver:PerformActions', { actions });
  const choose = (wanted: string) => {
    const menu = document.getElementById('contentAreaContextMenu') as XulMenu;
    if (menu.state !== 'open') return false;
    const item = [...menu.querySelectorAll<XulMenuItem>('menuitem')].find(({ label }) => label === wanted);
    item?.doCommand();
    menu.hidePopup();
    return item !== undefined;
  };
  await until(
    () => session.inBrowser(choose, title),
    STEP_MS,
    () => `The context menu has no “${title}”.`,
  );
}

/** Agrees to what Firefox asks on an extension's behalf. */
export const allowInPrompt = (session: FirefoxSession): Promise<void> => answerPrompt(session, 'button');

/** Says no to it. */
export const denyInPrompt = (session: FirefoxSession): Promise<void> => answerPrompt(session, 'secondaryButton');

async function answerPrompt(session: FirefoxSession, chosen: 'button' | 'secondaryButton'): Promise<void> {
  const answer = (button: typeof chosen) => {
    const { panel } = PopupNotifications;
    const prompt = PopupNotifications.getNotification('addon-webext-permissions');
    if (!prompt || panel.state !== 'open') return false;
    panel.querySelector('popupnotification')?.[button].click();
    return true;
  };
  await until(
    () => session.inBrowser(answer, chosen),
    STEP_MS,
    () => 'Firefox asks nothing.',
  );
}
