import type { Size } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';
import { inputSize, toTensor } from '../inference/tensor.ts';
import { closeUp } from '../person/close-up.ts';
import { fuse } from '../person/fuse.ts';
import { type Evidence, type FaceOdds, isBlank, isPerson, liteSeesPerson, veto, weigh } from '../person/subject.ts';
import { CLOSE, faceIn, type Job, moveTo, seenAt, sizedTo, type View } from './view.ts';

/** A view with people in it. */
export interface Seen extends View {
  /** Their coarse matte: alpha `[1, 1, height, width]`. */
  readonly coarse: Tensor;
}

/** Where lite and the near look agree as much, a look from afar has nothing to add. */
const CERTAIN = 0.97;

/** What lite alone sees; undefined where that is nobody. */
export async function lookByLite(job: Job, first: View): Promise<Seen | undefined> {
  const part = closeUp(first.lite, job.whole);
  const view = part ? await moveTo(job, part, 'infer', 0) : first;
  const isSeen = async () => !isBlank(view.lite) && (await liteSeesPerson(view.lite, faceIn(view, job)));
  return (await job.course.during('infer', [1, 1], isSeen())) ? { ...view, coarse: view.lite } : undefined;
}

/**
 * What the job's network sees, up close and from afar, with lite to second it; undefined where that is nobody.
 *
 * @param isCopy whether the view's small picture is the host's, which is not as good as the picture.
 * @param onEvidence told what speaks for a person before that is decided.
 */
export async function look(
  job: Job,
  first: View,
  isCopy: boolean,
  onEvidence?: (evidence: Evidence, face: FaceOdds) => void | Promise<void>,
): Promise<Seen | undefined> {
  const { engine, network, course } = job;
  const backend = await course.during('load', [0, 1], engine.prepare(network));
  const spec = engine.inputOf(network);
  const { shortSide, pixels } = { ...CLOSE[backend], ...(job.maxInputPixels && { pixels: job.maxInputPixels }) };
  // A server is asked once.
  const isOnce = backend === 'remote';

  const infer = async ({ sized }: View, to: Size, part: readonly [number, number]) => {
    const input = await course.during('infer', [part[0], part[0]], toTensor(sized, spec, to), (gpu) =>
      gpu.toTensor(sized, spec, to),
    );
    return course.during('infer', part, engine.infer(network, input, course.signal));
  };
  const lookNear = async (view: View, part: readonly [number, number], afresh: boolean) => {
    const size = inputSize(view.picture, seenAt(spec, shortSide), pixels);
    const from = afresh ? view.picture : view.sized;
    const fits = !afresh && size.width >= view.sized.width;
    const sized = fits ? view.sized : await sizedTo(job, 'infer', [part[0], part[0]], from, size);
    const nearer = { ...view, sized };
    return { view: nearer, near: await infer(nearer, size, part) };
  };

  let { view, near } = await lookNear(first, [0, 0.4], isCopy);
  const part = isOnce ? undefined : closeUp(near, job.whole);
  if (part) ({ view, near } = await lookNear(await moveTo(job, part, 'infer', 0.4), [0.4, 0.75], false));

  const { lite } = view;
  const face = faceIn(view, job);
  const evidence = weigh(lite, near);
  await onEvidence?.(evidence, face);
  if (!(await course.during('infer', [0.75, 0.75], isPerson(evidence, face)))) return undefined;

  // Where lite has seen nothing it has no say in where the person is.
  if (evidence.alone) return { ...view, coarse: near };
  const isPlain = isOnce || evidence.agreement > CERTAIN;
  let seen = near;
  if (!isPlain) {
    const far = await infer(view, inputSize(view.picture, seenAt(spec, shortSide / 2), pixels / 4), [0.75, 1]);
    seen = await course.during('subject', [0, 0.5], () => fuse(near, far, lite));
  }
  course.tell('infer', 1);
  const coarse = await course.during(
    'subject',
    [isPlain ? 0 : 0.5, 1],
    () => veto(seen, lite),
    (gpu) => gpu.veto(seen, lite),
  );
  return { ...view, coarse };
}
