import { reportOf } from '../../../shared/errors.ts';
import { showRunningJobs } from '../../common/browser/badge.ts';
import { browser, type Runtime } from '../../common/browser/browser.ts';
import { ensureOffscreen } from '../../common/browser/chrome.ts';
import { download } from '../../common/requests/download.ts';
import { hasSpoken, wordsForPage } from '../../common/storage/language.ts';
import { readSettings, settingsForEngine } from '../../common/storage/settings.ts';
import { inWords } from '../../common/words/failure.ts';
import {
  ALL_PICTURES,
  type BackgroundReply,
  type BackgroundRequest,
  backgroundRequest,
} from '../../contracts/messages.ts';
import { runMenuCommand } from '../commands.ts';
import { jobOf, openEditorTab, takeHeldJob } from './editor.ts';
import { fetchForPage } from './fetch-for-page.ts';
import { questionElsewhere, requestHost } from './permission.ts';
import { screenshot } from './screenshot.ts';

/** Answers the extension's own page scripts and pages; leaves every other message alone. */
export function answerRequests(raw: unknown, sender: Runtime.MessageSender): Promise<unknown> | undefined {
  if (sender.id !== browser.runtime.id) return undefined;
  const request = backgroundRequest.safeParse(raw);
  if (!request.success) return undefined;
  return answer(request.data, sender).catch(async (thrown: unknown) => {
    await hasSpoken();
    return { ok: false, error: reportOf(inWords(thrown)) };
  });
}

async function answer(
  request: BackgroundRequest,
  sender: Runtime.MessageSender,
): Promise<BackgroundReply<BackgroundRequest['kind']>> {
  switch (request.kind) {
    case 'engine/ensure':
      await ensureOffscreen();
      return { ok: true };
    case 'engine/jobs':
      requireOwnPage(sender);
      await showRunningJobs(request.running);
      return { ok: true };
    case 'picture/fetch':
      await hasSpoken();
      return { ok: true, ...(await fetchForPage(request, sender)) };
    case 'tab/screenshot':
      await hasSpoken();
      return { ok: true, picture: await screenshot(sender) };
    case 'permission/request':
      return { ok: true, ...(await requestHost(request, sender)) };
    case 'permission/question':
      return { ok: true, elsewhere: await questionElsewhere(request, sender) };
    case 'pictures/all':
      requireOwnPage(sender);
      await runMenuCommand(ALL_PICTURES);
      return { ok: true };
    case 'download':
      requireOwnPage(sender);
      await download(request.url, request.name, request.askWhere, request.isPrivate);
      return { ok: true };
    case 'settings/read': {
      const { remote: _, ...settings } = await readSettings();
      const words = await wordsForPage(settings.language);
      return { ok: true, settings, ...(words && { words }) };
    }
    case 'settings/all':
      requireOwnPage(sender);
      return { ok: true, ...(await settingsForEngine(request.allow)) };
    case 'editor/open':
      await openEditorTab(jobOf(request, sender), request.isPrivate, sender.tab);
      return { ok: true };
    case 'editor/take': {
      requireOwnPage(sender);
      const held = takeHeldJob(request.id);
      return { ok: true, ...(held && { held }) };
    }
  }
}

/** @throws Error for scripts in web pages. */
function requireOwnPage({ url }: Runtime.MessageSender): void {
  if (url?.startsWith(browser.runtime.getURL(''))) return;
  throw new Error('only the extension’s own pages may ask for this');
}
