import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Opens a Chromium window with a fresh profile, the extension loaded, on `url`; the profile goes with it. */
export async function openBrowser(
  executablePath: string,
  extension: string,
  url: string,
): Promise<{ close(): Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'matteo-profile-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: null,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [...sandbox, '--no-first-run', `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
  });
  await (context.pages()[0] ?? (await context.newPage())).goto(url);
  return {
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
