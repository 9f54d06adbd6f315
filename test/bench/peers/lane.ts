import type { Browser, CDPSession } from 'playwright-core';
import { withinTime } from '../../../shared/inference/time-limit.ts';
import { memory, peakMemory } from '../worker/process.ts';
import type { Contender } from './contenders.ts';
import type { Lap } from './pages/stopwatch.ts';
import type { Site } from './site.ts';

/** A contender in a page of its own, with nothing cached but what it has fetched itself. */
export interface Lane {
  lap(picture: string, keep?: boolean): Promise<Lap>;
  /** MiB that its process held at most over what it held when the page was empty; undefined where that can't be read. */
  peak(): number | undefined;
  close(): Promise<void>;
}

/** Whoever takes longer for one picture is given up on. */
const LIMIT_MS = 120_000;

/**
 * Opens a contender's page and times the first cutout: loading of code, runtime and network, and their start.
 *
 * @param picture path of a picture on the site.
 * @throws Error when the contender fails or takes longer than two minutes.
 */
export async function openLane(
  browser: Browser,
  site: Site,
  { folder }: Contender,
  picture: string,
): Promise<{ lane: Lane; cold: Lap }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const lap = async (picture: string, keep = false) => {
    await page.bringToFront();
    const task = { module: `/${folder}/main.js`, picture, keep };
    return withinTime(
      page.evaluate((task) => globalThis.lap(task), task),
      LIMIT_MS,
    );
  };
  try {
    await page.goto(`${site.origin}/bench/${folder}.html`);
    const renderers = await watchRenderers(browser);
    const cold = await lap(picture);
    const worked = await renderers.mostWorked();
    const peak = () => (worked?.before === undefined ? undefined : peakMemory(worked.pid) - worked.before);
    return { lane: { lap, peak, close: () => context.close() }, cold };
  } catch (thrown) {
    await context.close();
    throw thrown;
  }
}

/** Only Linux tells what a process holds. */
const held = (pid: number) => (process.platform === 'linux' ? memory(pid) : undefined);

/** Renderers do not tell whose they are: it is the one that works when its page is asked to. */
async function watchRenderers(browser: Browser) {
  const session = await browser.newBrowserCDPSession();
  const before = new Map((await renderers(session)).map(({ id, cpuTime }) => [id, { cpuTime, memory: held(id) }]));
  return {
    async mostWorked(): Promise<{ pid: number; before: number | undefined } | undefined> {
      const worked = (await renderers(session))
        .map(({ id, cpuTime }) => ({ id, ms: cpuTime - (before.get(id)?.cpuTime ?? 0) }))
        .sort((a, b) => b.ms - a.ms);
      await session.detach();
      const pid = worked[0]?.id;
      return pid === undefined ? undefined : { pid, before: before.get(pid)?.memory };
    },
  };
}

const renderers = async (session: CDPSession) =>
  (await session.send('SystemInfo.getProcessInfo')).processInfo.filter(({ type }) => type === 'renderer');
