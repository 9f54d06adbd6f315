import { browser } from '../common/browser.ts';
import { keepStorageFromPages } from '../common/chrome.ts';
import { forgetEditorTab } from './editor.ts';
import { createMenus } from './menus.ts';
import { answerRequests } from './requests.ts';
import { runInPage } from './run-in-page.ts';

void keepStorageFromPages();
browser.runtime.onInstalled.addListener(createMenus);
browser.contextMenus.onClicked.addListener(runInPage);
browser.runtime.onMessage.addListener(answerRequests);
browser.tabs.onRemoved.addListener(forgetEditorTab);
