import { findChromium } from '../../test/browser/chromium/chromium.ts';
import { ensure, run } from './install.ts';

/** A Chromium's path: one that is there, or one installed now. */
export const ensureChromium = (): string =>
  ensure('Chromium', findChromium, 'chromium', () => run('npx', 'playwright-core', 'install', 'chromium'));
