import { isNoBackend } from '../errors.ts';
import type { Box, Size } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';
import type { Source } from '../image/rows/row-source.ts';
import type { MatteNetwork } from '../inference/catalog.ts';
import type { Engine } from '../inference/engine.ts';
import { toTensor } from '../inference/tensor.ts';
import { believe } from '../person/believe.ts';
import { type Decision, decide, decideByLite, NOBODY, surer } from '../person/decide.ts';
import { type Evidence, isBlank, weigh } from '../person/evidence.ts';
import { findPeople, partsWorthALook } from '../person/find.ts';
import { fuse } from '../person/fuse.ts';
import { veto } from '../person/veto.ts';
import type { CutoutHooks, CutoutOptions, OnEvidence, Quality } from './options.ts';
import { lookBySquares } from './squares.ts';
import { createStageRunner } from './stage-runner.ts';
import { faceOddsIn, farSize, type Job, lookAtWhole, lookSize, resizedTo, type View, viewPart } from './view.ts';

/** A view that people may be in. */
export interface Seen<Whole extends Source = Source> extends View<Whole> {
  /** Their coarse matte: alpha `[1, 1, height, width]`. */
  readonly coarse: Tensor;
  readonly decision: Decision;
  /** `fine` where MODNet drew the outlines. */
  readonly quality: Quality;
}

/** A view, what the drawing network sees in it, and what all looks together make of it. */
interface Opinion<Whole extends Source = Source> extends View<Whole> {
  readonly near: Tensor;
  /** What the same network sees from further away, where that was needed. */
  readonly far?: Tensor | undefined;
  readonly evidence: Evidence;
  /** The probability of a person at each pixel; undefined where the networks agree and nothing is to be settled. */
  readonly belief: Tensor | undefined;
}

/** Networks whose mattes agree as much (soft intersection over union) leave nothing to settle. */
const AGREED = 0.955;
/** Shares of the stage *infer*: the look at the whole picture, then those at its parts, then the outlines. */
const WHOLE = 0.5;
const PARTS = 0.9;

/** What was seen in a picture. */
export interface Sight<Whole extends Source = Source> {
  readonly job: Job<Whole>;
  /** Views that don't overlap; none where nobody is. */
  readonly seen: readonly Seen<Whole>[];
  /** The surest of the views' decisions. */
  readonly decision: Decision;
  /** The size of a coarse matte of the whole picture. */
  readonly size: Size;
}

/**
 * Does all that comes before the work at full size: lite's preview, the networks' looks at the picture, and the decision.
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
      ? await lookByLite(job, first)
      : await lookByNetworks(job, first, small !== undefined, onEvidence);
  const seen = looked.filter(({ coarse, decision }) => decision.person !== 'no' && !isBlank(coarse));
  const decision = seen.length ? seen.map((one) => one.decision).reduce(surer) : NOBODY;
  const size = network === 'lite' ? { width: first.lite.dims[3], height: first.lite.dims[2] } : first.sized;
  return { job, seen, decision, size };
}

/** What lite alone sees, in the whole picture or in the parts of it that people are in. */
async function lookByLite<Whole extends Source>(job: Job<Whole>, first: View<Whole>): Promise<Seen<Whole>[]> {
  const parts = partsWorthALook(findPeople(first.lite, job.whole), job.whole, job.mostParts);
  const views = parts.length ? [] : [first];
  for (const part of parts) views.push(await viewPart(job, part, 'infer', 0));
  const seen: Seen<Whole>[] = [];
  for (const view of views) {
    const decision = await job.stages.run('infer', [1, 1], decideByLite(view.lite, faceOddsIn(view, job)));
    seen.push({ ...view, coarse: view.lite, decision, quality: 'fast' });
  }
  return seen;
}

/**
 * What the networks see in the whole picture, or in the parts of it that people are in, where they are small.
 *
 * @param isCopy whether the first view's small picture is the host's, which is not as good as the picture.
 * @returns views that don't overlap.
 */
async function lookByNetworks<Whole extends Source>(
  job: Job<Whole>,
  first: View<Whole>,
  isCopy: boolean,
  onEvidence?: OnEvidence,
): Promise<Seen<Whole>[]> {
  const { engine, network, stages } = job;
  const backend = await stages.run('load', [0, 1], engine.prepare(network, stages.signal));
  const whole = await opinionOf(job, first, isCopy, [0, WHOLE]);
  job.sequence?.keep(job.whole, whole.near);
  // A server is asked once.
  const parts = backend === 'remote' ? [] : partsWorthALook(peopleSeenIn(whole, job.whole), job.whole, job.mostParts);
  const opinions: Opinion<Whole>[] = [];
  for (const [i, part] of parts.entries()) {
    const [from, to] = [i, i + 1].map((at) => WHOLE + ((PARTS - WHOLE) * at) / parts.length);
    opinions.push(await opinionOf(job, await viewPart(job, part, 'infer', from), false, [from, to]));
  }
  const decided = await decideOn(job, parts.length ? opinions : [whole], onEvidence);
  stages.report('infer', 1);
  const seen: Seen<Whole>[] = [];
  for (const [i, [opinion, edges, decision]] of decided.entries()) {
    const part = [i / decided.length, (i + 1) / decided.length] as const;
    const quality = edges === opinion.near ? 'fast' : 'fine';
    seen.push({ ...opinion, coarse: await settle(job, opinion, edges, part), decision, quality });
  }
  return seen;
}

/** Those views that people may be in, with the matte that outlines are taken from and the decision. */
async function decideOn<Whole extends Source>(
  job: Job<Whole>,
  views: readonly Opinion<Whole>[],
  onEvidence: OnEvidence | undefined,
): Promise<[Opinion<Whole>, Tensor, Decision][]> {
  const decided: [Opinion<Whole>, Tensor, Decision][] = [];
  for (const [i, opinion] of views.entries()) {
    const face = faceOddsIn(opinion, job);
    const { evidence } = opinion;
    await onEvidence?.(evidence, face);
    const [from, to] = [i, i + 1].map((at) => PARTS + ((1 - PARTS) * at) / views.length);
    const decision = await job.stages.run('infer', [from, from], decide(evidence, face));
    if (decision.person !== 'no') decided.push([opinion, await edgesOf(job, opinion, [from, to]), decision]);
  }
  return decided;
}

/** Where people may be: as all looks together say, or where they show nobody together, as the drawing network says. */
function peopleSeenIn({ near, belief }: Opinion, picture: Size): Box[] {
  const people = findPeople(belief ?? near, picture);
  return people.length || !belief ? people : findPeople(near, picture);
}

/** Looks at a view with the job's network, and where it and lite disagree with both once more. */
async function opinionOf<Whole extends Source>(
  job: Job<Whole>,
  view: View<Whole>,
  isCopy: boolean,
  [from, to]: readonly [number, number],
): Promise<Opinion<Whole>> {
  const { engine, network, stages } = job;
  const size = lookSize(engine, network, view.picture, job.maxInputPixels);
  const fits = !isCopy && size.width >= view.sized.width;
  const sized = fits
    ? view.sized
    : await resizedTo(job, 'infer', [from, from], isCopy ? view.picture : view.sized, size);
  const nearer = { ...view, sized };
  const near = await inferFrom(job, network, nearer, size, [from, to]);
  const evidence = weigh(view.lite, near);
  if (engine.backendOf(network) === 'remote' || evidence.agreement > AGREED) {
    return { ...nearer, near, evidence, belief: undefined };
  }
  const lite = await stages.run('infer', [to, to], lookBySquares(sized, job));
  const weighed = weigh(lite, near);
  const further = weighed.isNearBlank || weighed.isLiteBlank ? undefined : farSize(engine, network, size);
  const far = further && (await inferFrom(job, network, nearer, further, [to, to]));
  return { ...nearer, near, lite, far, evidence: weighed, belief: believe({ near, lite, far }, weighed) };
}

async function inferFrom(
  { engine, stages, whole, sequence }: Job,
  network: MatteNetwork,
  { sized, box, lite }: View,
  to: Size,
  part: readonly [number, number],
): Promise<Tensor> {
  // A sequence is of whole pictures.
  const masks = { lite, before: box ? undefined : sequence?.before(whole) };
  const spec = engine.inputOf(network);
  const input = await stages.run('infer', [part[0], part[0]], toTensor(sized, spec, to), (gpu) =>
    gpu.toTensor(sized, spec, to),
  );
  return stages.run('infer', part, engine.infer(network, input, stages.signal, masks));
}

/** The matte that a view's outlines are taken from: MODNet's where quality asks for it and it runs. */
async function edgesOf(job: Job, opinion: Opinion, part: readonly [number, number]): Promise<Tensor> {
  const { engine, network, stages, maxInputPixels } = job;
  if (network !== 'portrait-s' || engine.backendOf(network) === 'remote') return opinion.near;
  try {
    if (!isFine(job)) return opinion.near;
    const waited = Date.now();
    await engine.prepare('modnet', stages.signal);
    stages.milliseconds.load = (stages.milliseconds.load ?? 0) + Date.now() - waited;
    // It may have been left by the GPU.
    if (!isFine(job)) return opinion.near;
    const size = lookSize(engine, 'modnet', opinion.picture, maxInputPixels);
    return await inferFrom(job, 'modnet', opinion, size, part);
  } catch (thrown) {
    if (!isNoBackend(thrown)) throw thrown;
    return opinion.near;
  }
}

/** Whether MODNet draws the outlines: as was asked for, else where both networks are on a GPU. */
function isFine({ engine, quality, network }: Job): boolean {
  if (quality) return quality === 'fine';
  return [network, 'modnet' as const].every((one) => engine.backendOf(one).startsWith('webgpu'));
}

/** The coarse matte of a view: outlines within what all looks together believe. */
function settle(
  { stages }: Job,
  { near, lite, far, evidence, belief }: Opinion,
  edges: Tensor,
  part: readonly [number, number],
): Promise<Tensor> {
  if (edges !== near)
    return stages.run('subject', part, () => fuse(edges, believe({ near, lite, far, edges }, evidence)));
  if (belief) return stages.run('subject', part, () => fuse(near, belief));
  return stages.run(
    'subject',
    part,
    () => veto(near, lite),
    (gpu) => gpu.veto(near, lite),
  );
}
