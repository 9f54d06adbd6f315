import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import type { Scores } from '../../models/evaluate/score.ts';
import { fetchSource } from '../../models/fetch/fetch.ts';
import { CACHE } from '../../models/main.ts';
import { PHOTOGRAPHS } from '../../models/sources.ts';
import { findChromium } from '../browser/chromium/chromium.ts';
import { bundle, CONTENDERS, type Contender, putContender } from './peers/contenders.ts';
import { installPeers, PAGES } from './peers/install.ts';
import { type Lane, openLane } from './peers/lane.ts';
import type { Lap } from './peers/pages/stopwatch.ts';
import { DIFFICULTIES, drawnPeople, photographs, type Trial } from './peers/quality.ts';
import { checks, type Measured, qualityTable, stagesOf, table } from './peers/report.ts';
import { type Site, servePeers } from './peers/site.ts';

/** One person out of a photograph of three, landscape. */
const PORTRAIT = { left: 1000, top: 90, width: 900, height: 600 };
const WIDTH = 1920;
const HEIGHT = 1280;
const TIMED = '/bench/portrait.jpg';

const PAGE = '<!doctype html><meta charset="utf-8"><title>Peers</title><script src="stopwatch.js"></script><body>';

const numberOf = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

const wanted = process.env.MATTEO_PEERS?.split(',');
const unknown = wanted?.find((folder) => !CONTENDERS.some((one) => one.folder === folder));
if (unknown !== undefined)
  throw new Error(`There is no peer “${unknown}”: ${CONTENDERS.map(({ folder }) => folder).join(', ')}.`);
const contenders = CONTENDERS.filter(({ folder }, i) => i === 0 || !wanted || wanted.includes(folder));

/** A contender while it is measured. */
interface Running extends Omit<Measured, 'peak'> {
  readonly lane: Lane;
  readonly cold: Lap[];
  readonly warm: Lap[];
  readonly scores: Map<string, Scores[]>;
}

/**
 * Matteo and its peers in one Chromium, all on WASM with as many threads: cold and warm time for one portrait, what is
 * downloaded and held, and how good cutouts are. Whoever fails is named and left out. Of the environment:
 * `MATTEO_COLD` and `MATTEO_WARM` rounds (3 and 5), `MATTEO_DRAWN` drawn people (8), `MATTEO_DATA` a folder of
 * evaluation sets, of each of which `MATTEO_MOST` (12) are taken, `MATTEO_MINUTES` (10) after which no further picture is,
 * `MATTEO_PEERS` folders of those to run beside Matteo, with commas between (all).
 */
export async function benchPeers(): Promise<void> {
  const ends = performance.now() + numberOf('MATTEO_MINUTES', 10) * 60_000;
  await installPeers();
  const site = await servePeers();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
  try {
    await fill(site);
    const started = await timeCold(browser, site, numberOf('MATTEO_COLD', 3));
    const running = await timeWarm(started, numberOf('MATTEO_WARM', 5));
    const peaks = new Map(running.map(({ folder, lane }) => [folder, lane.peak()]));
    await rate(running, site, drawnPeople(numberOf('MATTEO_DRAWN', DIFFICULTIES)), ends);
    const folder = process.env.MATTEO_DATA;
    if (folder) await rate(running, site, photographs(folder, numberOf('MATTEO_MOST', 12)), ends);
    const measured = standing(running).map((one) => ({ ...one, peak: peaks.get(one.folder) }));
    console.log(`one portrait of ${WIDTH} × ${HEIGHT}, WASM, ${measured[0].cold[0].threads} threads`);
    console.log(`Matteo's stages in ms: ${stagesOf(measured[0])}`);
    console.log(`\n${table(measured)}\n`);
    console.log(`${qualityTable(measured)}\n`);
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
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const { folder, label } = contender;
      const former = running.get(folder);
      await former?.lane.close();
      const before = site.sent(`/${folder}/`);
      const opened = await unlessFailed(contender, () => openLane(browser, site, contender, TIMED));
      if (!opened) continue;
      const { lane, cold } = opened;
      const downloaded = site.sent(`/${folder}/`) - before;
      running.set(folder, {
        folder,
        label,
        lane,
        cold: [...(former?.cold ?? []), cold],
        warm: [],
        downloaded,
        scores: new Map(),
      });
    }
  }
  return standing([...running.values()]);
}

/** In turn, so that what disturbs a round disturbs all; each round begins with another. */
async function timeWarm(running: readonly Running[], rounds: number): Promise<Running[]> {
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < running.length; turn++) {
      const one = running[(round + turn) % running.length];
      const lap = await unlessFailed(one, () => one.lane.lap(TIMED));
      if (lap) one.warm.push(lap);
    }
  }
  return standing(running);
}

/** Scores everybody on the same pictures until time is up. */
async function rate(
  running: readonly Running[],
  site: Site,
  trials: AsyncIterable<Trial>,
  ends: number,
): Promise<void> {
  for await (const { set, id, picture, score } of trials) {
    const path = `/bench/${encodeURIComponent(set)}/${id}.jpg`;
    await site.put(path, picture);
    for (const one of running) {
      const lap = await unlessFailed(one, () => one.lane.lap(path, true));
      if (!lap) continue;
      const scores = await score(Buffer.from(lap.png ?? '', 'base64'));
      one.scores.set(set, [...(one.scores.get(set) ?? []), scores]);
    }
    if (performance.now() > ends) break;
  }
}

const failed = new Set<string>();

const standing = (running: readonly Running[]) => running.filter(({ folder }) => !failed.has(folder));

/** What `act` comes to. A peer that fails is named and left out from then on; without Matteo there is nothing to compare. */
async function unlessFailed<Result>(
  { folder, label }: Pick<Contender, 'folder' | 'label'>,
  act: () => Promise<Result>,
): Promise<Result | undefined> {
  if (failed.has(folder)) return undefined;
  try {
    return await act();
  } catch (thrown) {
    if (folder === contenders[0].folder) throw thrown;
    failed.add(folder);
    console.error(`${label} is left out: ${(thrown as Error).message}`);
    return undefined;
  }
}
