import { spawnSync } from 'node:child_process';
import { findFirefox } from '../../test/browser/firefox/firefox.ts';
import { ensure } from './install.ts';

/** A Firefox's path: one that is there, or one installed now. */
export const ensureFirefox = (): string => ensure('Firefox', findFirefox, 'firefox-esr', download);

function download(): void {
  const { stdout } = spawnSync('npx', ['@puppeteer/browsers', 'install', 'firefox@stable'], {
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
  });
  const [, path] = /^firefox@\S+ (.+)$/m.exec(stdout ?? '') ?? [];
  if (path) process.env.FIREFOX_PATH = path;
}
