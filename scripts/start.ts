import { parseArgs } from 'node:util';
import { serve } from '../worker/serve.ts';
import { buildAll, DIST } from './build.ts';

// `--open` alone means Chromium.
const args = process.argv.slice(2).map((word) => (word === '--open' ? '--open=chromium' : word));
const { values } = parseArgs({ args, options: { open: { type: 'string' }, port: { type: 'string' } } });

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
  const { openChromium, openFirefox } = await import('./open.ts');
  try {
    const browser = await (values.open === 'firefox' ? openFirefox : openChromium)(DIST, worker.url);
    closers.unshift(() => browser.close());
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    console.error(`No browser window could be opened (${reason}); open ${worker.url} in your own.`);
  }
}
