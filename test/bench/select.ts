import { join } from 'node:path';
import { findCases, readMatte, readPicture } from '../../models/evaluate/cases.ts';
import { iou } from '../../models/metrics/overlap.ts';
import { alphaOf } from '../../shared/image/alpha.ts';
import { type Matte, newMatte, type Picture } from '../../shared/image/picture.ts';
import { resize } from '../../shared/image/resize.ts';
import { createNodeEngine } from '../../shared/node/node-engine.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import { selectBox } from '../../shared/select/select-box.ts';
import { selectStroke } from '../../shared/select/select-stroke.ts';
import { enlarged, joinMatte, quickMatte, refineSelection } from '../../shared/select/selection.ts';
import { runToEnd } from '../../shared/steps.ts';
import { shoot } from '../fixtures/people/render.ts';
import { sceneOf } from '../fixtures/people/scene.ts';
import { drawThing } from '../fixtures/things.ts';
import { looseBox, strokeInto } from './robot.ts';

const THINGS = 20;
const PEOPLE = 8;
const STROKES = 3;
/** Strokes of which the median time is told. */
const ROUNDS = 9;
/** Each side of a box is so far out, as a share of the box. */
const LOOSENESS = [0.05, 0.1];

interface Known {
  readonly id: string;
  readonly picture: Picture;
  readonly truth: Matte;
}

/** IoU after the box, and after each stroke. */
export function chooseByHand({ picture, truth }: Known, looseness: number, strokes: number, people?: Matte): number[] {
  const matte = newMatte(picture.width, picture.height);
  const box = runToEnd(selectBox(picture, looseBox(truth, looseness), people));
  joinMatte(matte, runToEnd(refineSelection(picture, box)), box.part, 'replace');
  const scores = [iou(matte, truth)];
  for (let i = 0; i < strokes; i++) {
    const stroke = strokeInto(matte, truth);
    const found = stroke && runToEnd(selectStroke(picture, matte, stroke));
    if (found) joinMatte(matte, runToEnd(refineSelection(picture, found)), found.part, stroke.mode);
    scores.push(iou(matte, truth));
  }
  return scores;
}

async function* drawnThings(): AsyncGenerator<Known> {
  for (let i = 0; i < THINGS; i++) {
    const { id, picture, cutout } = await drawThing(i);
    yield { id, picture, truth: alphaOf(cutout) };
  }
}

async function* drawnPeople(): AsyncGenerator<Known> {
  for (let i = 0; i < PEOPLE; i++) {
    const { picture, cutout } = await shoot(sceneOf(1, i, 0.4));
    yield { id: `person-${i}`, picture, truth: alphaOf(cutout) };
  }
}

async function* folder(path: string): AsyncGenerator<Known> {
  for (const { id, picture, truth } of findCases(path)) {
    yield { id, picture: await readPicture(picture), truth: await readMatte(truth.file) };
  }
}

/** @param see what a network sees in a picture. Default: no network is asked. */
async function measure(
  name: string,
  cases: AsyncGenerator<Known>,
  see: (picture: Picture) => Promise<Matte | undefined> = async () => undefined,
): Promise<void> {
  const all: number[][] = [];
  for await (const known of cases) {
    const people = await see(known.picture);
    const scores = chooseByHand(known, LOOSENESS[all.length % LOOSENESS.length], STROKES, people);
    if (process.env.MATTEO_EACH) console.log(`  ${known.id}: ${scores.map((score) => score.toFixed(3)).join(' ')}`);
    all.push(scores);
  }
  const says = (step: number) => {
    const scores = all.map((each) => each[step]).sort((a, b) => a - b);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return `${mean.toFixed(3)} (median ${scores[scores.length >> 1].toFixed(3)}, worst tenth ${scores[Math.floor(scores.length / 10)].toFixed(3)})`;
  };
  const steps = Array.from({ length: STROKES }, (_, i) => `after ${i + 1}: ${says(i + 1)}`);
  console.log(`${name}, ${all.length}, IoU from a box: ${says(0)}; ${steps.join('; ')}`);
}

/** A stroke at 12 megapixels as the editor does it: on a small copy, first interpolated, then refined. */
async function time(): Promise<void> {
  const { picture, cutout } = await drawThing(0, 4000, 3000);
  const scale = 4;
  const small = runToEnd(resize(picture, picture.width / scale, picture.height / scale));
  const truth = alphaOf(runToEnd(resize(cutout, small.width, small.height)));
  const empty = newMatte(small.width, small.height);
  const stroke = strokeInto(empty, truth)!;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    const idle = process.cpuUsage();
    const found = runToEnd(selectStroke(small, empty, stroke))!;
    const whole = enlarged(found, scale, picture.width, picture.height);
    quickMatte(whole);
    const seen = performance.now();
    const { user, system } = process.cpuUsage(idle);
    runToEnd(refineSelection(picture, whole));
    return [seen - started, performance.now() - seen, (user + system) / 1000];
  });
  const [cold] = rounds[0];
  const [first, refined, processor] = rounds.sort((a, b) => a[0] - b[0])[ROUNDS >> 1];
  console.log(
    `12 MP, a stroke: first look after ${first.toFixed(0)} ms (${processor.toFixed(0)} of them the processor’s; the very first ${cold.toFixed(0)}), refined ${refined.toFixed(0)} ms later`,
  );
}

/** What *fast* makes of a picture, nothing where it sees nobody. */
async function seer(): Promise<(picture: Picture) => Promise<Matte | undefined>> {
  const engine = await createNodeEngine(join(import.meta.dirname, '../../models/dist'));
  return async (picture) => {
    const result = await cutOut(picture, engine);
    return result.person === 'no' ? undefined : result.matte;
  };
}

/** Choosing by hand: how much a box and the strokes of a hand that knows the truth find, and how long a stroke takes. */
export async function benchSelect(): Promise<void> {
  await time();
  await measure('drawn things', drawnThings());
  await measure('drawn people', drawnPeople());
  const path = process.env.MATTEO_ALPHA;
  if (!path) return;
  await measure(path, folder(path));
  await measure(`${path}, opened with its cutout`, folder(path), await seer());
}
