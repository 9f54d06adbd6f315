import type { Box, Size } from '../image/geometry.ts';
import { sizeOf, type Tensor } from '../image/picture.ts';
import type { Source } from '../image/rows/row-source.ts';
import type { Engine } from '../inference/engine.ts';
import { type Decision, decide, decideByLite, NOBODY, surer } from '../person/decide.ts';
import { type Evidence, isBlank, weigh } from '../person/evidence.ts';
import { findPeople, partsWorthALook, scaleBox } from '../person/find.ts';
import { fuse } from '../person/fuse.ts';
import { personProbability } from '../person/person-probability.ts';
import { photographsIn } from '../person/photographs.ts';
import { isRatherTurned, isUpright, uprightness } from '../person/upright.ts';
import { veto } from '../person/veto.ts';
import type { CutoutHooks, CutoutOptions, OnEvidence, Quality } from './options.ts';
import { modnetOutlines } from './outlines.ts';
import { lookBySquares } from './squares.ts';
import { createStageRunner } from './stage-runner.ts';
import { turnedEngine } from './turned.ts';
import {
  copiesOf,
  faceOddsIn,
  farSize,
  inferFrom,
  type Job,
  liteOf,
  lookAtWhole,
  lookSize,
  type View,
  viewPart,
} from './view.ts';

/** A view that may show people. */
export interface Seen<Whole extends Source = Source> extends View<Whole> {
  /** Their coarse matte: alpha `[1, 1, height, width]`. */
  readonly coarse: Tensor;
  readonly decision: Decision;
  /** `fine` where MODNet drew the outlines. */
  readonly quality: Quality;
}

/** A view with the mattes that the networks gave for it, and the evidence for a person in them. */
interface Opinion<Whole extends Source = Source> extends View<Whole> {
  readonly near: Tensor;
  /** The matte of the same network at a lower resolution, if that was computed. */
  readonly far?: Tensor | undefined;
  readonly evidence: Evidence;
  /** The probability of a person at each pixel; undefined if the networks agree, so that it is not needed. */
  readonly probability: Tensor | undefined;
}

/** A view that may show people, with MODNet's matte if the quality is fine. */
interface Decided<Whole extends Source = Source> {
  readonly opinion: Opinion<Whole>;
  readonly modnet: Tensor | undefined;
  readonly decision: Decision;
}

/** Above this agreement (soft intersection over union), the mattes of two networks need not be combined. */
const AGREED = 0.955;
/** A collage of more photographs than these is seen whole, because each of them takes time. */
const MOST_PHOTOGRAPHS = 12;
/** Progress of the stage *infer* after the whole picture, and after its parts; the outlines follow. */
const WHOLE = 0.5;
const PARTS = 0.9;

/** The people that were found in a picture. */
export interface Sight<Whole extends Source = Source> {
  readonly job: Job<Whole>;
  /** Views that don't overlap; none if nobody was found. */
  readonly seen: readonly Seen<Whole>[];
  /** The surest of the views' decisions. */
  readonly decision: Decision;
  /** The size at which coarse mattes of the views are joined into one of the whole picture. */
  readonly size: Size;
}

/**
 * Runs all stages before those at full size: lite's preview, the networks on the picture and on parts of it, and the decision whether there
 * is a person.
 *
 * @throws CutoutError from the engine; whatever `signal` throws once aborted.
 */
export async function seePeople<Whole extends Source>(
  whole: Whole,
  engine: Engine,
  { network = 'portrait-s', quality, sequence, small, mostParts, maxInputPixels }: CutoutOptions,
  { signal, onProgress, onPreview, onEvidence }: CutoutHooks,
): Promise<Sight<Whole>> {
  const stages = createStageRunner(engine, signal, onProgress);
  const job: Job<Whole> = { whole, network, engine, stages, quality, sequence, mostParts, maxInputPixels };
  const first = await lookAtWhole(job, small, onPreview);
  const looked =
    network === 'lite'
      ? { job, seen: await lookByLite(job, first) }
      : await lookByNetworks(job, first, small !== undefined, onEvidence);
  const seen = looked.seen.filter(({ coarse, decision }) => decision.person !== 'no' && !isBlank(coarse));
  const decision = seen.length ? seen.map((one) => one.decision).reduce(surer) : NOBODY;
  const size = network === 'lite' ? sizeOf(first.lite) : first.sized;
  return { job: looked.job, seen, decision, size };
}

/** Finds people with lite alone, in the whole picture or in the parts of it that show people. */
async function lookByLite<Whole extends Source>(job: Job<Whole>, first: View<Whole>): Promise<Seen<Whole>[]> {
  const parts = partsWorthALook(findPeople(first.lite, job.whole), job.whole, job.mostParts);
  const views = parts.length ? [] : [first];
  for (const part of parts) views.push(await viewPart(job, part, 0));
  const seen: Seen<Whole>[] = [];
  for (const view of views) {
    const decision = await job.stages.run('infer', [1, 1], decideByLite(view.lite, faceOddsIn(view, job)));
    seen.push({ ...view, coarse: view.lite, decision, quality: 'fast' });
  }
  return seen;
}

/**
 * Finds people with all networks, in the whole picture or, if they are small, in the parts of it that show people.
 *
 * @param isCopy whether the first view's small picture is a copy that the host made, which has a lower quality.
 * @param known the photographs that the picture consists of; by default they are looked for.
 * @returns views that don't overlap, and the job, for which the picture may be turned.
 */
async function lookByNetworks<Whole extends Source>(
  asItIs: Job<Whole>,
  first: View<Whole>,
  isCopy: boolean,
  onEvidence?: OnEvidence,
  known?: readonly Box[],
): Promise<{ job: Job<Whole>; seen: Seen<Whole>[] }> {
  const { engine, network, sequence, stages } = asItIs;
  const backend = await stages.run('load', [0, 1], engine.prepare(network, stages.signal));
  const photographs = known ?? (backend === 'remote' ? [] : photographsOf(asItIs, first));
  const alone = photographs.length === 1;
  const view = alone ? await viewPart(asItIs, photographs[0], 0) : first;
  const straight = await opinionOf(asItIs, view, isCopy && !alone, [0, WHOLE]);
  sequence?.keep(asItIs.whole, straight.near);
  // A server tells no log-odds of a person, so nothing is turned for it.
  const { job, whole } =
    sequence || isUpright(straight.evidence) ? { job: asItIs, whole: straight } : await turnUpright(asItIs, straight);
  // A server gets one request only.
  const parts = backend === 'remote' ? [] : photographs.length > 1 ? photographs : partsOf(whole, job.mostParts);
  const opinions: Opinion<Whole>[] = [];
  for (const [i, part] of parts.entries()) {
    const [from, to] = [i, i + 1].map((at) => WHOLE + ((PARTS - WHOLE) * at) / parts.length);
    opinions.push(await opinionOf(job, await viewPart(job, part, from), false, [from, to]));
  }
  const decided = await decideOn(job, parts.length ? opinions : [whole], onEvidence);
  // What is beside the photographs may be the person.
  if (photographs.length && !decided.length) return lookByNetworks(asItIs, first, isCopy, onEvidence, []);
  stages.report('infer', 1);
  const seen: Seen<Whole>[] = [];
  for (const [i, { opinion, modnet, decision }] of decided.entries()) {
    const part = [i / decided.length, (i + 1) / decided.length] as const;
    const coarse = await settle(job, opinion, modnet, part);
    seen.push({ ...opinion, coarse, decision, quality: modnet ? 'fine' : 'fast' });
  }
  return { job, seen };
}

/**
 * Turns a picture for the networks if they know people in it better then: they were trained with people who stand upright.
 *
 * @param straight what they see in the picture as it is.
 */
async function turnUpright<Whole extends Source>(
  job: Job<Whole>,
  straight: Opinion<Whole>,
): Promise<{ job: Job<Whole>; whole: Opinion<Whole> }> {
  let best = { job, whole: straight };
  for (const quarters of [1, 2, 3]) {
    const turned = { ...job, engine: turnedEngine(job.engine, quarters) };
    const lite = await liteOf(turned, straight, WHOLE);
    const whole = await opinionOf(turned, { ...straight, lite }, false, [WHOLE, WHOLE]);
    if (uprightness(whole.evidence) > uprightness(best.whole.evidence)) best = { job: turned, whole };
  }
  return isRatherTurned(best.whole.evidence, straight.evidence) ? best : { job, whole: straight };
}

/** The views that may show people. */
async function decideOn<Whole extends Source>(
  job: Job<Whole>,
  views: readonly Opinion<Whole>[],
  onEvidence: OnEvidence | undefined,
): Promise<Decided<Whole>[]> {
  const decided: Decided<Whole>[] = [];
  for (const [i, opinion] of views.entries()) {
    const face = faceOddsIn(opinion, job);
    const { evidence } = opinion;
    await onEvidence?.(evidence, face);
    const [from, to] = [i, i + 1].map((at) => PARTS + ((1 - PARTS) * at) / views.length);
    const decision = await job.stages.run('infer', [from, from], decide(evidence, face));
    if (decision.person === 'no') continue;
    decided.push({ opinion, modnet: await modnetOutlines(job, opinion, [from, to]), decision });
  }
  return decided;
}

/** The photographs of a screenshot or a collage, if there are not too many. Frames of a sequence are seen whole. */
function photographsOf({ whole, sequence, mostParts = MOST_PHOTOGRAPHS }: Job, { sized }: View): Box[] {
  const found = sequence ? [] : photographsIn(sized);
  return found.length > mostParts ? [] : found.map((box) => scaleBox(box, sized, whole));
}

/** The parts of a view that show people who are small in it, as boxes in the whole picture. */
const partsOf = (opinion: Opinion, most: number | undefined): Box[] =>
  partsWorthALook(peopleSeenIn(opinion, opinion.picture), opinion.picture, most).map((part) => ({
    ...part,
    x: part.x + (opinion.box?.x ?? 0),
    y: part.y + (opinion.box?.y ?? 0),
  }));

/** Boxes of people by the combined probability or, if that shows nobody, by the job's own network. */
function peopleSeenIn({ near, probability }: Opinion, picture: Size): Box[] {
  const people = findPeople(probability ?? near, picture);
  return people.length || !probability ? people : findPeople(near, picture);
}

/** Runs the job's network on a view. If its matte and lite's disagree, both run once more: lite on squares, the other at a lower resolution. */
async function opinionOf<Whole extends Source>(
  job: Job<Whole>,
  view: View<Whole>,
  isCopy: boolean,
  [from, to]: readonly [number, number],
): Promise<Opinion<Whole>> {
  const { engine, network, stages } = job;
  const size = lookSize(engine, network, view.picture, job.maxInputPixels);
  const nearer = isCopy ? { ...view, ...(await copiesOf(job, 'infer', [from, from], view.picture)) } : view;
  const near = await inferFrom(job, network, nearer, size, [from, to]);
  const evidence = weigh(view.lite, near);
  if (engine.backendOf(network) === 'remote' || evidence.agreement > AGREED) {
    return { ...nearer, near, evidence, probability: undefined };
  }
  // lite sees a small picture both as it is and enlarged: each finds people that the other misses (models/LOG.md).
  const copies = [...new Set([nearer.sized, nearer.source])];
  const lite = await stages.run('infer', [to, to], lookBySquares(copies, job));
  const weighed = weigh(lite, near);
  const further = weighed.isNearBlank || weighed.isLiteBlank ? undefined : farSize(engine, network, size);
  const far = further && (await inferFrom(job, network, nearer, further, [to, to]));
  return {
    ...nearer,
    near,
    lite,
    far,
    evidence: weighed,
    probability: personProbability({ near, lite, far }, weighed),
  };
}

/** The coarse matte of a view, combined from its outlines and the probability of a person. */
function settle(
  { stages }: Job,
  { near, lite, far, evidence, probability }: Opinion,
  modnet: Tensor | undefined,
  part: readonly [number, number],
): Promise<Tensor> {
  if (modnet)
    return stages.run('subject', part, () => fuse(modnet, personProbability({ near, lite, far, modnet }, evidence)));
  if (probability) return stages.run('subject', part, () => fuse(near, probability));
  return stages.run(
    'subject',
    part,
    () => veto(near, lite),
    (gpu) => gpu.veto(near, lite),
  );
}
