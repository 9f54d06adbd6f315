import type { Page as PlaywrightPage } from 'playwright-core';
import type { Page } from '../../driver/page.ts';
import { inFirefox } from '../../firefox/firefox-page.ts';

/** A finger on a page, by the browser's own input; positions in CSS pixels of the window. */
export interface Finger {
  down(x: number, y: number): Promise<void>;
  up(): Promise<void>;
}

export async function fingerOn(page: Page): Promise<Finger> {
  const firefox = inFirefox(page);
  if (firefox) {
    const source = { type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' } };
    const act = async (...actions: object[]) => {
      await firefox.session.toTab(firefox.tab, 'WebDriver:PerformActions', { actions: [{ ...source, actions }] });
    };
    return {
      down: (x, y) =>
        act({ type: 'pointerMove', x: Math.round(x), y: Math.round(y) }, { type: 'pointerDown', button: 0 }),
      up: () => act({ type: 'pointerUp', button: 0 }),
    };
  }
  const tab = page as unknown as PlaywrightPage;
  const cdp = await tab.context().newCDPSession(tab);
  await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  return {
    async down(x, y) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    },
    async up() {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
  };
}
