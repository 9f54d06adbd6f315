import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../chromium/chromium.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { startFirefox } from '../firefox/firefox.ts';

interface Pixels<Data> {
  readonly width: number;
  readonly height: number;
  readonly data: Data;
}

/** What became of a file: pixels, with the small copy of large ones, or the code with which it was declined. */
export type Outcome<Data = Uint8Array> = (Pixels<Data> & { readonly small?: Pixels<Data> }) | { readonly code: string };

declare global {
  interface Window {
    /** Decodes files, which are base64 as their pixels are. */
    decodeAll(files: readonly string[]): Promise<Outcome<string>[]>;
  }
}

export interface DecodePage {
  decode(files: readonly Uint8Array[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** A page in a browser that has the core's way to decode and nothing else. */
export async function openDecodePage(browser: 'chromium' | 'firefox'): Promise<DecodePage> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('decode-page-script.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    write: false,
  });
  const site = await serveSite('localhost');
  site.put('/script.js', { body: bundle.outputFiles[0].text, type: 'text/javascript' });
  const url = site.put('/', html('<script src="/script.js"></script>'));
  const { run, close } = await (browser === 'chromium' ? inChromium(url) : inFirefox(url));
  return {
    async decode(files) {
      const outcomes = await run(files.map((file) => Buffer.from(file).toString('base64')));
      return outcomes.map((outcome) => {
        if ('code' in outcome) return outcome;
        const { small } = outcome;
        return { ...bytesOf(outcome), ...(small && { small: bytesOf(small) }) };
      });
    },
    async close() {
      await close();
      await site.close();
    },
  };
}

const bytesOf = ({ width, height, data }: Pixels<string>): Pixels<Uint8Array> => ({
  width,
  height,
  data: Buffer.from(data, 'base64'),
});

/** Runs in the page. */
const decodeAll = (files: readonly string[]) => window.decodeAll(files);

async function inChromium(url: string) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-quic'],
  });
  const page = await browser.newPage();
  await page.goto(url);
  return { run: (files: readonly string[]) => page.evaluate(decodeAll, files), close: () => browser.close() };
}

async function inFirefox(url: string) {
  const { session, close } = await startFirefox({ webgpu: false });
  const tab = await session.newTab();
  await session.toTab(tab, 'WebDriver:Navigate', { url });
  return { run: async (files: readonly string[]) => (await session.inPage({ tab }, decodeAll, files)).value, close };
}
