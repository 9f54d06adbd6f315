// Firefox's background is a page: the engine lives in it.
import './main.ts';
import { showRunningJobs } from '../common/browser/badge.ts';
import { browser } from '../common/browser/browser.ts';
import { startEngine } from '../engine/start.ts';
import { stayAwakeForJobs } from './stay-awake.ts';

const wake = startEngine('asyncify', { onJobs: (count) => void showRunningJobs(count) });
browser.contextMenus.onClicked.addListener(wake);
browser.commands.onCommand.addListener(wake);
stayAwakeForJobs();
