import { serve } from '../worker/serve.ts';
import { buildAll, DIST } from './build.ts';
import { endWithUsage, readOptions } from './common/options.ts';

const USAGE = `Sets everything up, builds, and serves the try page.

  npm start -- [--open[=chromium or firefox]] [--port NUMBER]

  --open          also opens a browser with the extension loaded
  --port          the port of the try page (default: 8787, or the next free one)`;

// `--open` alone means Chromium.
const args = process.argv.slice(2).map((word) => (word === '--open' ? '--open=chromium' : word));
const values = readOptions({ open: { type: 'string' }, port: { type: 'string' } }, USAGE, args);
if (values.open && !['chromium', 'firefox'].includes(values.open))
  endWithUsage(USAGE, `--open=${values.open}: chromium or firefox?`);
if (values.port && !/^\d{1,5}$/.test(values.port)) endWithUsage(USAGE, `--port ${values.port}: a number, please.`);

await buildAll((line) => console.log(`  ${line}`));
const worker = await serve(values.port ? { port: Number(values.port) } : {});
const closers: (() => Promise<void>)[] = [() => worker.stop()];

console.log(`
Matteo is ready.

  Try page            ${worker.url}
  Chrome extension    ${DIST}chrome
                      open chrome://extensions, switch on “Developer mode”, “Load unpacked”, choose the folder
  Firefox extension   ${DIST}firefox
                      open about:debugging#/runtime/this-firefox, “Load Temporary Add-on…”, choose its manifest.json
  Terminal            npm run cutout -- photo.jpg

Ctrl-C ends it.`);

const stop = async () => {
  await Promise.allSettled(closers.map((close) => close()));
  process.exit(0);
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

if (values.open) {
  const { openChromium, openFirefox } = await import('./common/open.ts');
  try {
    const browser = await (values.open === 'firefox' ? openFirefox : openChromium)(DIST, worker.url);
    closers.unshift(() => browser.close());
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    console.error(`No browser window could be opened (${reason}); open ${worker.url} in your own.`);
  }
}
