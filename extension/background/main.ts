import { browser } from '../common/browser.ts';
import { ensureOffscreen, keepStorageFromPages } from '../common/chrome.ts';
import { speak } from '../common/language.ts';
import { clearRecents } from '../common/recents.ts';
import { onSettingsChanged } from '../common/settings.ts';
import { runCommand } from './commands.ts';
import { forgetEditorTab } from './editor.ts';
import { createMenus } from './menus.ts';
import { answerRequests } from './requests.ts';
import { runInPage } from './run-in-page.ts';

void keepStorageFromPages();
void speak();
browser.runtime.onStartup.addListener(() => void clearRecents());
onSettingsChanged(() => void speak().then(createMenus));
browser.runtime.onInstalled.addListener(() => void speak().then(createMenus));
// The engine starts while the picture is still being found and fetched.
const wakeEngine = () => void ensureOffscreen().catch(() => {});
browser.contextMenus.onClicked.addListener(wakeEngine);
browser.commands.onCommand.addListener(wakeEngine);
browser.contextMenus.onClicked.addListener(runInPage);
browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => runCommand(String(menuItemId), tab));
browser.commands.onCommand.addListener(runCommand);
browser.runtime.onMessage.addListener(answerRequests);
browser.tabs.onRemoved.addListener(forgetEditorTab);
