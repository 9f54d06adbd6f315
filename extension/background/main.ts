import { browser } from '../common/browser/browser.ts';
import { ensureOffscreen, keepStorageFromPages } from '../common/browser/chrome.ts';
import { dateClosed, leftItems } from '../common/storage/batches.ts';
import { forgetJobs, forgetTabs } from '../common/storage/editor-jobs.ts';
import { hasSpoken, speak } from '../common/storage/language.ts';
import { clearRecents } from '../common/storage/recents.ts';
import { onSettingsChanged } from '../common/storage/settings.ts';
import { runCommand, runMenuCommand } from './commands.ts';
import { createMenus } from './menus.ts';
import { forgetEditorTab } from './requests/editor.ts';
import { answerRequests } from './requests/requests.ts';
import { runInPage } from './run-in-page.ts';
import { greet } from './welcome.ts';

void keepStorageFromPages();
void speak();
browser.runtime.onStartup.addListener(() => {
  void Promise.all([clearRecents(), forgetTabs().then(() => forgetJobs()), leftItems()]);
});
// The browser's language or the administrators' settings may be others than the last time.
browser.runtime.onStartup.addListener(() => void hasSpoken().then(createMenus));
onSettingsChanged(() => void speak().then(createMenus));
// The menu is there before the page that invites to it.
browser.runtime.onInstalled.addListener(
  ({ reason }) =>
    void speak()
      .then(createMenus)
      .then(() => greet(reason)),
);
// The engine starts while the picture is still being found and fetched.
const wakeEngine = () => void ensureOffscreen().catch(() => {});
browser.contextMenus.onClicked.addListener(wakeEngine);
browser.commands.onCommand.addListener(wakeEngine);
browser.contextMenus.onClicked.addListener(runInPage);
browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => runMenuCommand(String(menuItemId), tab));
browser.commands.onCommand.addListener(runCommand);
browser.runtime.onMessage.addListener(answerRequests);
browser.tabs.onRemoved.addListener(forgetEditorTab);
// The day for which a closed list is kept begins.
browser.tabs.onRemoved.addListener(() => void dateClosed());
