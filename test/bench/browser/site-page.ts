import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { serve } from '../../../worker/serve.ts';
import { findChromium } from '../../browser/chromium/chromium.ts';

export interface SitePage {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * The built site, served and open in a Chromium, with a script of ours added.
 *
 * @param script a file of this folder.
 * @param args of the command line, beside those that Chromium needs everywhere.
 */
export async function openSitePage(script: string, args: readonly string[] = []): Promise<SitePage> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    bundle: true,
    format: 'iife',
    write: false,
  });
  const worker = await serve({ port: 0 });
  const executablePath = findChromium();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic', ...args] });
  const close = async () => {
    await browser.close();
    await worker.stop();
  };
  try {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(worker.url);
    await page.addScriptTag({ content: bundle.outputFiles[0].text });
    return { page, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
