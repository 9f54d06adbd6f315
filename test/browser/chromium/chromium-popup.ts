import type { CDPSession } from 'playwright-core';
import { STEP_MS, until } from '../driver/until.ts';
import type { ChromiumExtension } from './chromium-extension.ts';

/** The toolbar's own popup in Chromium: unlike a tab on the same address, it closes when it loses the focus. */
export interface ToolbarPopup {
  /** Runs a function in the popup, as a person's gesture; a popup that closes meanwhile is no error. */
  evaluate<Argument>(act: (argument: Argument) => unknown, argument: Argument): Promise<void>;
  isOpen(): Promise<boolean>;
}

/** Opens the toolbar's popup over the active tab, and waits until it takes pictures. */
export async function openToolbarPopup(extension: ChromiumExtension): Promise<ToolbarPopup> {
  const worker = await extension.background();
  await worker.evaluate(() => chrome.action.openPopup());
  const [page] = extension.context.pages();
  const cdp = await extension.context.newCDPSession(page);
  const url = extension.extensionPage('popup/popup.html');
  const targetId = await until(
    async () => {
      const { targetInfos } = await cdp.send('Target.getTargets');
      return targetInfos.find((target) => target.type === 'page' && target.url === url)?.targetId;
    },
    STEP_MS,
    () => 'The popup did not open.',
  );
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
  const run = runner(cdp, sessionId);
  await until(
    async () => (await run('document.querySelector("#choose")?.onclick !== null')) === true,
    STEP_MS,
    () => 'The popup does not listen.',
  );
  return {
    async evaluate(act, argument) {
      await run(`(${act})(${JSON.stringify(argument)})`);
    },
    isOpen: () =>
      worker.evaluate(async () => {
        const contextTypes = ['POPUP' as chrome.runtime.ContextType];
        return (await chrome.runtime.getContexts({ contextTypes })).length > 0;
      }),
  };
}

/** Evaluates in a target that playwright knows nothing of; undefined when the target is gone before it answers. */
function runner(cdp: CDPSession, sessionId: string): (expression: string) => Promise<unknown> {
  let last = 0;
  return (expression) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const end = (value: unknown) => {
        cdp.off('Target.receivedMessageFromTarget', onMessage);
        cdp.off('Target.detachedFromTarget', onGone);
        resolve(value);
      };
      const onMessage = (event: { sessionId: string; message: string }) => {
        const answer = JSON.parse(event.message);
        if (event.sessionId === sessionId && answer.id === id) end(answer.result?.result?.value);
      };
      const onGone = (event: { sessionId: string }) => {
        if (event.sessionId === sessionId) end(undefined);
      };
      cdp.on('Target.receivedMessageFromTarget', onMessage);
      cdp.on('Target.detachedFromTarget', onGone);
      const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
      cdp.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}
