import { browser } from '../common/browser.ts';
import { keepStorageFromPages } from '../common/chrome.ts';
import { speak } from '../common/language.ts';
import { clearRecents } from '../common/recents.ts';
import { onSettingsChanged } from '../common/settings.ts';
import { forgetEditorTab } from './editor.ts';
import { createMenus } from './menus.ts';
import { answerRequests } from './requests.ts';
import { runInPage } from './run-in-page.ts';

void keepStorageFromPages();
void speak();
browser.runtime.onStartup.addListener(() => void clearRecents());
onSettingsChanged(() => void speak().then(createMenus));
browser.runtime.onInstalled.addListener(() => void speak().then(createMenus));
browser.contextMenus.onClicked.addListener(runInPage);
browser.runtime.onMessage.addListener(answerRequests);
browser.tabs.onRemoved.addListener(forgetEditorTab);
