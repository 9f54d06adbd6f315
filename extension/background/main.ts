import { browser } from '../common/browser.ts';
import { createMenus } from './menus.ts';
import { answerRequests } from './requests.ts';
import { runInPage } from './run-in-page.ts';

browser.runtime.onInstalled.addListener(createMenus);
browser.contextMenus.onClicked.addListener(runInPage);
browser.runtime.onMessage.addListener(answerRequests);
