import { keyValue } from '../driver/keys.ts';
import type { Frame, Page } from '../driver/page.ts';
import { STEP_MS, until } from '../driver/until.ts';
import type { FirefoxSession } from './firefox-session.ts';

type Run = ((argument: never) => unknown) | string;
type Waiting = { timeout?: number; state?: 'attached' | 'visible' };
type Given = { name: string; mimeType: string; buffer: Buffer };

const pages = new WeakMap<Page, { session: FirefoxSession; tab: string }>();

/** Where Firefox has this tab; undefined for another browser's. */
export const inFirefox = (page: Page) => pages.get(page);

/** A tab of Firefox behind the same surface as playwright's; mouse and keyboard are the browser's own input. */
export function firefoxPage(session: FirefoxSession, tab: string): Page {
  let url = 'about:blank';
  /** What the page answers; undefined where the document was left before it did. */
  const ask = async (run: Run, argument?: unknown) => {
    const answer = await session.inPage({ tab }, run as never, argument);
    if (answer) url = answer.url;
    return answer;
  };
  const evaluate = async (run: Run, argument?: unknown) => {
    const answer = await ask(run, argument);
    if (!answer) throw new Error('The document was left before it answered.');
    return answer.value;
  };
  const to = (command: string, parameters?: object) => session.toTab(tab, command, parameters);
  const act = (source: object, ...actions: object[]) =>
    to('WebDriver:PerformActions', { actions: [{ ...source, actions }] });
  const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } };
  const key = (...types: ('keyDown' | 'keyUp')[]) => {
    return async (name: string) => {
      const keys = name.split(/\+(?=.)/).map(keyValue);
      const pressed = types.flatMap((type) =>
        (type === 'keyDown' ? keys : keys.toReversed()).map((value) => ({ type, value })),
      );
      await act({ type: 'key', id: 'keyboard' }, ...pressed);
    };
  };
  const mouse = {
    move: (x: number, y: number) => act(pointer, moveTo(x, y)),
    down: () => act(pointer, { type: 'pointerDown', button: 0 }),
    up: () => act(pointer, { type: 'pointerUp', button: 0 }),
    click: (x: number, y: number) =>
      act(pointer, moveTo(x, y), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }),
  };
  const keyboard = {
    down: key('keyDown'),
    up: key('keyUp'),
    press: key('keyDown', 'keyUp'),
    type: (text: string) =>
      act(
        { type: 'key', id: 'keyboard' },
        ...[...text].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]),
      ),
  };
  const waitForFunction = (run: Run, argument?: unknown, { timeout = STEP_MS }: Waiting = {}) =>
    until(
      async () => Boolean((await ask(run, argument))?.value),
      timeout,
      () => `Still not so after ${timeout} ms: ${run}`,
    );
  const waitForSelector = (selector: string, { timeout = STEP_MS, state = 'visible' }: Waiting = {}) =>
    until(
      async () => Boolean((await ask(state === 'visible' ? isShown : isThere, selector))?.value),
      timeout,
      () => `No ${state} ${selector} after ${timeout} ms.`,
    );
  const attached = (selector: string) => waitForSelector(selector, { state: 'attached' });
  const middleOf = async (selector: string) => {
    await waitForSelector(selector);
    return (await evaluate(middle, selector)) as { x: number; y: number };
  };
  const click = async (selector: string) => {
    const { x, y } = await middleOf(selector);
    await mouse.click(x, y);
  };

  const page = {
    evaluate,
    url: () => url,
    async goto(address: string, { waitUntil = 'load' }: { waitUntil?: 'load' | 'commit' } = {}) {
      if (waitUntil === 'load') await to('WebDriver:Navigate', { url: address });
      else await evaluate((to: string) => location.assign(to), address).catch(() => {});
      const arrived = (wanted: string) => location.href.split('#')[0] === wanted.split('#')[0];
      await until(
        async () => Boolean(await evaluate(arrived, address).catch(() => false)),
        STEP_MS,
        () => `${address} did not come.`,
      );
    },
    reload: () => to('WebDriver:Refresh'),
    close: () => to('WebDriver:CloseWindow'),
    bringToFront: () => to('WebDriver:SwitchToWindow', { handle: tab, focus: true }),
    frame(name: string): Frame {
      const inFrame = async (run: Run, argument?: unknown) =>
        (await session.inPage({ tab, frame: name }, run as never, argument)).value;
      return { evaluate: inFrame as Frame['evaluate'] };
    },
    waitForFunction,
    waitForSelector,
    async textContent(selector: string) {
      await attached(selector);
      return evaluate((wanted: string) => document.querySelector(wanted)?.textContent, selector);
    },
    isVisible: async (selector: string) => Boolean(await evaluate(isShown, selector)),
    isHidden: async (selector: string) => !(await evaluate(isShown, selector)),
    async isDisabled(selector: string) {
      await attached(selector);
      return evaluate((wanted: string) => document.querySelector(wanted)?.matches(':disabled'), selector);
    },
    click,
    async hover(selector: string) {
      const { x, y } = await middleOf(selector);
      await mouse.move(x, y);
    },
    async check(selector: string, { force = false } = {}) {
      await attached(selector);
      if (await evaluate((wanted: string) => document.querySelector<HTMLInputElement>(wanted)?.checked, selector))
        return;
      if (force) await evaluate((wanted: string) => document.querySelector<HTMLElement>(wanted)?.click(), selector);
      else await click(selector);
    },
    async fill(selector: string, text: string) {
      await waitForSelector(selector);
      await evaluate(write, { selector, text });
    },
    async press(selector: string, name: string) {
      await waitForSelector(selector);
      await evaluate((wanted: string) => document.querySelector<HTMLElement>(wanted)?.focus(), selector);
      await keyboard.press(name);
    },
    async setInputFiles(selector: string, given: Given | readonly Given[]) {
      await attached(selector);
      const files = [given].flat().map(({ name, mimeType, buffer }) => ({
        name,
        mimeType,
        base64: buffer.toString('base64'),
      }));
      await evaluate(giveFiles, { selector, files });
    },
    async screenshot({ fullPage = false }: { fullPage?: boolean } = {}) {
      const { value } = (await to('WebDriver:TakeScreenshot', { full: fullPage, hash: false })) as { value: string };
      return Buffer.from(value, 'base64');
    },
    mouse,
    keyboard,
  } as unknown as Page;
  pages.set(page, { session, tab });
  return page;
}

const moveTo = (x: number, y: number) => ({
  type: 'pointerMove',
  origin: 'viewport',
  x: Math.round(x),
  y: Math.round(y),
});

// What follows runs in the page.

const isThere = (selector: string) => document.querySelector(selector) !== null;

const isShown = (selector: string) =>
  document.querySelector(selector)?.checkVisibility({ visibilityProperty: true }) ?? false;

const middle = (selector: string) => {
  const element = document.querySelector(selector) as Element;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
};

const write = ({ selector, text }: { selector: string; text: string }) => {
  const field = document.querySelector(selector) as HTMLInputElement;
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
};

const giveFiles = (given: { selector: string; files: { name: string; mimeType: string; base64: string }[] }) => {
  const files = new DataTransfer();
  for (const { name, mimeType, base64 } of given.files) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    files.items.add(new File([bytes], name, { type: mimeType }));
  }
  const chooser = document.querySelector(given.selector) as HTMLInputElement;
  chooser.files = files.files;
  chooser.dispatchEvent(new Event('input', { bubbles: true }));
  chooser.dispatchEvent(new Event('change', { bubbles: true }));
};
