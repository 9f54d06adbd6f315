import { benchBrowser } from '../test/bench/browser/browser.ts';
import { benchGpu } from '../test/bench/browser/gpu.ts';
import { benchCore } from '../test/bench/core.ts';
import { benchSelect } from '../test/bench/select.ts';
import { ensureChromium } from './browsers/chromium.ts';
import { ensureFirefox } from './browsers/firefox.ts';
import { readNames } from './common/options.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  core: benchCore,
  async browser() {
    process.env.CHROME_PATH = ensureChromium();
    const { buildAll } = await import('./build.ts');
    await buildAll(() => {});
    await benchBrowser();
  },
  async backends() {
    process.env.CHROME_PATH = ensureChromium();
    const [{ buildAll }, { benchBackends }] = await Promise.all([
      import('./build.ts'),
      import('../test/bench/browser/backends.ts'),
    ]);
    await buildAll(() => {});
    await benchBackends();
  },
  async batches() {
    const [{ buildAll }, { benchBatches }] = await Promise.all([
      import('./build.ts'),
      import('../test/bench/batches/batches.ts'),
    ]);
    await buildAll(() => {});
    await benchBatches();
  },
  async 'batches-on-paper'() {
    await (await import('../test/bench/batches/paper.ts')).benchOnPaper();
  },
  async editor() {
    process.env.CHROME_PATH = ensureChromium();
    const [{ buildModels }, { benchEditor }] = await Promise.all([
      import('../models/main.ts'),
      import('../test/bench/browser/editor.ts'),
    ]);
    await buildModels({ log: () => {} });
    await benchEditor();
  },
  async gpu() {
    process.env.CHROME_PATH = ensureChromium();
    await benchGpu();
  },
  async list() {
    process.env.CHROME_PATH = ensureChromium();
    const [{ buildModels }, { benchList }] = await Promise.all([
      import('../models/main.ts'),
      import('../test/bench/browser/list.ts'),
    ]);
    await buildModels({ log: () => {} });
    await benchList();
  },
  async networks() {
    process.env.CHROME_PATH = ensureChromium();
    const [{ buildModels }, { benchNetworks }] = await Promise.all([
      import('../models/main.ts'),
      import('../test/bench/browser/networks.ts'),
    ]);
    await buildModels({ log: () => {} });
    await benchNetworks();
  },
  async page() {
    process.env.CHROME_PATH = ensureChromium();
    process.env.FIREFOX_PATH = ensureFirefox();
    const [{ buildModels }, { benchInPage }] = await Promise.all([
      import('../models/main.ts'),
      import('../test/bench/browser/in-page.ts'),
    ]);
    await buildModels({ log: () => {} });
    for (const browser of ['chromium', 'firefox'] as const) await benchInPage(browser);
  },
  async peers() {
    process.env.CHROME_PATH = ensureChromium();
    const [{ buildModels }, { benchPeers }] = await Promise.all([
      import('../models/main.ts'),
      import('../test/bench/peers.ts'),
    ]);
    await buildModels({ log: () => {} });
    await benchPeers();
  },
  select: benchSelect,
  async worker() {
    const [{ buildAll }, { benchWorker }] = await Promise.all([
      import('./build.ts'),
      import('../test/bench/worker/worker.ts'),
    ]);
    await buildAll(() => {});
    await benchWorker();
  },
};

/** Needs other people's packages: only when it is asked for. */
const ON_DEMAND = 'peers';

const USAGE = `Measures time and memory.

  npm run bench -- [NAME…]

NAME is one of ${Object.keys(BENCHES).join(', ')} (default: all but ${ON_DEMAND}).
docs/benchmarks.md says what they measure.`;

const names = readNames(Object.keys(BENCHES), USAGE);
for (const name of names.length > 0 ? names : Object.keys(BENCHES).filter((each) => each !== ON_DEMAND)) {
  console.log(`\n${name}`);
  await BENCHES[name]();
}
process.exit(0);
