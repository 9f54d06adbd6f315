// Firefox's background is a page: the engine lives in it.
import './main.ts';
import { browser } from '../common/browser/browser.ts';
import { startEngine } from '../engine/start.ts';
import { stayAwakeForJobs } from './stay-awake.ts';

const wake = startEngine('asyncify');
browser.contextMenus.onClicked.addListener(wake);
browser.commands.onCommand.addListener(wake);
stayAwakeForJobs();
