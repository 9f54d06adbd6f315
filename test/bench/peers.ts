import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { fetchSource } from '../../models/fetch.ts';
import { CACHE } from '../../models/main.ts';
import { PHOTOGRAPHS } from '../../models/sources.ts';
import { findChromium } from '../browser/chromium.ts';
import { bundle, CONTENDERS, putContender } from './peers/contenders.ts';
import { installPeers, PAGES } from './peers/install.ts';
import { type Lane, openLane } from './peers/lane.ts';
import type { Lap } from './peers/pages/stopwatch.ts';
import { DIFFICULTIES, drawnPeople, portraits, type Scores, type Trial } from './peers/quality.ts';
import { checks, type Measured, stagesOf, table } from './peers/report.ts';
import { type Site, servePeers } from './peers/site.ts';

/** One person out of a photograph of three, landscape. */
const PORTRAIT = { left: 1000, top: 90, width: 900, height: 600 };
const WIDTH = 1920;
const HEIGHT = 1280;
const TIMED = '/bench/portrait.jpg';

const PAGE = '<!doctype html><meta charset="utf-8"><title>Peers</title><script src="stopwatch.js"></script><body>';

const numberOf = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

const wanted = process.env.MATTEO_PEERS?.split(',');
const contenders = CONTENDERS.filter(({ folder }, i) => i === 0 || !wanted || wanted.includes(folder));

/** A contender while it is measured. */
interface Running extends Omit<Measured, 'peak'> {
  readonly lane: Lane;
  readonly cold: Lap[];
  readonly warm: Lap[];
  readonly scores: Partial<Scores>[];
}

/**
 * Matteo and its peers in one Chromium, all on WASM with as many threads: cold and warm time for one portrait, what is
 * downloaded and held, and how good cutouts are. Whoever fails is named and left out. Of the environment:
 * `MATTEO_COLD` and `MATTEO_WARM` rounds (3 and 5), `MATTEO_DRAWN` drawn people (8), `MATTEO_PORTRAITS` a folder of
 * portraits with masks, of which `MATTEO_MOST` (12) are taken, `MATTEO_MINUTES` (10) after which no further picture is,
 * `MATTEO_PEERS` folders of those to run beside Matteo, with commas between (all).
 */
export async function benchPeers(): Promise<void> {
  const ends = performance.now() + numberOf('MATTEO_MINUTES', 10) * 60_000;
  await installPeers();
  const site = await servePeers();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
  try {
    await fill(site);
    const running = await timeCold(browser, site, numberOf('MATTEO_COLD', 3));
    await timeWarm(running, numberOf('MATTEO_WARM', 5));
    const measured = running.map((one) => ({ ...one, peak: one.lane.peak() }));
    console.log(`one portrait of ${WIDTH} × ${HEIGHT}, WASM, ${running[0].cold[0].threads} threads`);
    console.log(`Matteo's stages in ms: ${stagesOf(measured[0])}`);
    const drawn = await rate(running, site, drawnPeople(numberOf('MATTEO_DRAWN', DIFFICULTIES)), ends);
    const folder = process.env.MATTEO_PORTRAITS;
    const photographed = folder ? await rate(running, site, portraits(folder, numberOf('MATTEO_MOST', 12)), ends) : 0;
    console.log(`quality: ${drawn} drawn people, ${photographed} portraits\n`);
    console.log(`${table(measured)}\n`);
    for (const line of checks(measured)) console.log(line);
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Everybody's folder with an empty page, the stopwatch, and the picture to time. */
async function fill(site: Site): Promise<void> {
  const { 'stopwatch.js': stopwatch } = await bundle(join(PAGES, 'stopwatch.ts'));
  await site.put('/bench/stopwatch.js', stopwatch);
  const photo = sharp(await fetchSource(PHOTOGRAPHS[0], CACHE))
    .extract(PORTRAIT)
    .resize(WIDTH, HEIGHT);
  await site.put(TIMED, await photo.jpeg({ quality: 90 }).toBuffer());
  for (const contender of contenders) {
    await putContender(site, contender);
    await site.put(`/bench/${contender.folder}.html`, new TextEncoder().encode(PAGE));
  }
}

/** The first cutout in a fresh profile, a few times; the last pages stay open. */
async function timeCold(browser: Browser, site: Site, rounds: number): Promise<Running[]> {
  const running = new Map<string, Running>();
  const failed = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const { folder, label } = contender;
      if (failed.has(folder)) continue;
      const former = running.get(folder);
      await former?.lane.close();
      const before = site.sent(`/${folder}/`);
      try {
        const { lane, cold } = await openLane(browser, site, contender, TIMED);
        const downloaded = site.sent(`/${folder}/`) - before;
        const laps = [...(former?.cold ?? []), cold];
        running.set(folder, { folder, label, lane, cold: laps, warm: [], downloaded, scores: [] });
      } catch (thrown) {
        failed.add(folder);
        running.delete(folder);
        console.error(`${label} is left out: ${(thrown as Error).message}`);
      }
    }
  }
  if (failed.has(contenders[0].folder)) throw new Error('Without Matteo there is nothing to compare.');
  return [...running.values()];
}

/** In turn, so that what disturbs a round disturbs all; each round begins with another. */
async function timeWarm(running: readonly Running[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < running.length; turn++) {
      const { lane, warm } = running[(round + turn) % running.length];
      warm.push(await lane.lap(TIMED));
    }
  }
}

/** Scores everybody on the same pictures until time is up; how many there were. */
async function rate(running: readonly Running[], site: Site, trials: AsyncIterable<Trial>, ends: number) {
  let count = 0;
  for await (const { id, picture, score } of trials) {
    const path = `/bench/${id}.jpg`;
    await site.put(path, picture);
    for (const { lane, scores } of running) {
      const { png } = await lane.lap(path, true);
      scores.push(await score(Buffer.from(png ?? '', 'base64')));
    }
    count++;
    if (performance.now() > ends) break;
  }
  return count;
}
