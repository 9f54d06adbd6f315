import { browser, type Runtime } from '../../common/browser/browser.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';

/**
 * Takes a picture of what the sender's tab shows, as PNG.
 *
 * @throws CutoutError `permission-needed` where the browser does not let us, `picture-unreadable` when the tab is not, or
 *   no longer, the one in front: what another tab shows is nobody's business.
 */
export async function screenshot({ tab }: Runtime.MessageSender): Promise<Blob> {
  if (tab?.id === undefined || tab.windowId === undefined) throw new Failure('picture-unreadable', t('notInFront'));
  await requireInFront(tab.id);
  const address = await browser.tabs.captureVisibleTab(tab.windowId, { format: 'png' }).catch((cause: unknown) => {
    throw new Failure('permission-needed', t('screenshotRefused'), { cause });
  });
  await requireInFront(tab.id);
  return (await fetch(address)).blob();
}

async function requireInFront(tabId: number): Promise<void> {
  const { active } = await browser.tabs.get(tabId);
  if (!active) throw new Failure('picture-unreadable', t('notInFront'));
}
