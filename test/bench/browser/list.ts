import { readFileSync } from 'node:fs';
import { link, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import sharp from 'sharp';
import { startExtension } from '../../browser/driver/extension-under-test.ts';
import { standInEngine } from '../../browser/support/stood-in-engine.ts';
import { countUrls, liveUrls } from '../../browser/support/urls.ts';
import { drawnCoarse, drawnScene } from '../scene.ts';
import { descendants, memory } from '../worker/process.ts';

const [WIDTH, HEIGHT] = [1600, 1200];
const FILES = 500;
const LOOKS = [50, 250, 500];
const LIMIT_MS = 300_000;
/** MiB. The cutouts alone are a gibibyte. */
const MOST_GROWTH = 200;

/** A list of 500 photographs in Chromium, with an engine that answers at once: what the page holds when 50, 250 and all are done. */
export async function benchList(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-list-'));
  const extension = await startExtension({});
  try {
    const { photo, cutout, matte } = await drawn();
    console.log(
      `${FILES} pictures of ${WIDTH} × ${HEIGHT}, ${mib(photo.length)} MiB each, cutouts of ${mib(cutout.length)} MiB:`,
    );
    await standInEngine(extension.context, { cutout, matte });
    await countUrls(extension.context);
    const page = await extension.open(extension.extensionPage('batch/batch.html'));
    const session = await extension.context.newCDPSession(page);
    await session.send('Performance.enable');
    console.log(`  empty: ${await look(page, session)}`);
    const paths = Array.from({ length: FILES }, (_, i) => join(folder, `${i}.jpg`));
    await writeFile(paths[0], photo);
    await Promise.all(paths.slice(1).map((path) => link(paths[0], path)));
    const started = performance.now();
    await page.setInputFiles('#chooser', paths);
    const browser: number[] = [];
    for (const most of LOOKS) {
      await page.waitForFunction((most) => document.querySelectorAll('#list > .done').length >= most, most, {
        timeout: LIMIT_MS,
      });
      const seconds = (performance.now() - started) / 1000;
      console.log(`  ${most} done after ${seconds.toFixed(1)} s: ${await look(page, session)}`);
      browser.push(heldBy('browser'));
    }
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value.toFixed(1);
    console.log(
      `  ${of('ScriptDuration')} s in scripts, ${of('LayoutDuration')} s in layout, ${of('RecalcStyleDuration')} s in styles`,
    );
    const grown = browser[LOOKS.length - 1] - browser[0];
    if (grown > MOST_GROWTH) throw new Error(`The browser holds ${grown.toFixed(0)} MiB more for ${FILES} pictures.`);
  } finally {
    await extension.close();
    await rm(folder, { recursive: true });
  }
}

const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1);

/** A photograph with noise, as cameras make it, and its cutout. */
async function drawn() {
  const { data } = drawnScene(WIDTH, HEIGHT);
  const coarse = drawnCoarse(WIDTH, HEIGHT).data;
  let seed = 1;
  for (let i = 0; i < data.length; i++) {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    if (i % 4 < 3) data[i] += (seed >>> 28) - 8;
  }
  const raw = { width: WIDTH, height: HEIGHT, channels: 4 } as const;
  const photo = await sharp(data, { raw }).removeAlpha().jpeg({ quality: 85 }).toBuffer();
  const alpha = Uint8ClampedArray.from(coarse, (share) => share * 255);
  for (let i = 0; i < alpha.length; i++) {
    data[i * 4 + 3] = alpha[i];
    if (alpha[i] === 0) data.fill(0, i * 4, i * 4 + 3);
  }
  const matte = sharp(alpha, { raw: { ...raw, channels: 1 } }).toColourspace('b-w');
  return { photo, cutout: await sharp(data, { raw }).png().toBuffer(), matte: await matte.png().toBuffer() };
}

/** What is held now, after a collection. */
async function look(page: Page, session: CDPSession): Promise<string> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const urls = await liveUrls(page);
  return [
    `JS heap ${mib(usedSize)} MiB`,
    `${urls} object URLs`,
    `renderers ${heldBy('renderer').toFixed(0)} MiB`,
    `browser ${heldBy('browser').toFixed(0)} MiB`,
  ].join(', ');
}

/** MiB that Chromium's processes of a type hold together. */
const heldBy = (type: string): number =>
  descendants('chromium')
    .filter((pid) => typeOf(pid) === type)
    .reduce((sum, pid) => sum + memory(pid), 0);

/** Chromium tells its processes what they are; the first one is told nothing. */
const typeOf = (pid: number): string =>
  /--type=([a-z]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'browser';
