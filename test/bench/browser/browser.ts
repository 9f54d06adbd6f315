import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE } from '../../../models/main.ts';
import { PHOTOGRAPHS } from '../../../models/sources.ts';
import type { Stage } from '../../../shared/pipeline/stages.ts';
import type { Places, Run } from './page.ts';
import { openSitePage } from './site-page.ts';

const RUNS = 5;
/** One person out of a photograph of three, landscape. */
const PORTRAIT = { left: 1000, top: 90, width: 900, height: 600 };
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Cuts a photograph out in a Chromium page, on WASM, `RUNS` times after one to warm up. */
export async function benchBrowser(): Promise<void> {
  const photo = sharp(await fetchSource(PHOTOGRAPHS[0], CACHE)).extract(PORTRAIT);
  const sizes = { '1920×1280': [1920, 1280], '12 MP': [4240, 2832] } as const;
  const places = await findPlaces();
  const { page, close } = await openSitePage('page.ts');
  try {
    for (const [name, [width, height]] of Object.entries(sizes)) {
      const jpeg = await photo.clone().resize(width, height).jpeg({ quality: 90 }).toBuffer();
      const runs = await page.evaluate((request) => globalThis.runJobs(request), {
        ...places,
        base64: jpeg.toString('base64'),
        runs: RUNS,
      });
      console.log(`${name} on WASM, median of ${RUNS} after one: ${describe(runs)}`);
    }
  } finally {
    await close();
  }
}

function describe(runs: readonly Run[]): string {
  const stages = Object.keys(runs[0].milliseconds) as Stage[];
  const perStage = stages
    .map((stage) => `${stage} ${median(runs.map((run) => run.milliseconds[stage] ?? 0))}`)
    .join(', ');
  const after = median(runs.map(({ milliseconds: ms }) => (ms.refine ?? 0) + (ms.foreground ?? 0)));
  return [
    `preview ${median(runs.map((run) => run.preview)).toFixed(0)} ms`,
    `cutout ${median(runs.map((run) => run.cutout)).toFixed(0)} ms`,
    `after inference ${after} ms and encoding ${median(runs.map((run) => run.milliseconds.encode ?? 0))} ms`,
    `\n  stages in ms: ${perStage}`,
  ].join(', ');
}

/** The built site's hashed paths. */
export async function findPlaces(): Promise<Places> {
  const site = new URL('../../../dist/site/', import.meta.url);
  const engine = (await readdir(new URL('assets/', site))).find((name) => name.startsWith('engine-'));
  const [ort] = await readdir(new URL('ort/', site));
  return { engine: `/assets/${engine}`, ort: `/ort/${ort}/` };
}
