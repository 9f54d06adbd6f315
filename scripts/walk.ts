import { spawnSync } from 'node:child_process';
import { ensureChromium } from './browsers/chromium.ts';
import { ensureFirefox } from './browsers/firefox.ts';
import { buildAll, ROOT } from './build.ts';
import { readOptions } from './common/options.ts';

readOptions(
  {},
  `Does what a new user does, in Chromium and in Firefox, and counts the clicks, keys and prompts.

  npm run walk

Writes docs/walk.md, and a picture of each task into dist/walk/.`,
);

process.env.CHROME_PATH = ensureChromium();
process.env.FIREFOX_PATH = ensureFirefox();
await buildAll(console.log);
const { status } = spawnSync(
  process.execPath,
  [`${ROOT}node_modules/vitest/vitest.mjs`, 'run', '--config', 'test/walk/vitest.config.ts'],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
