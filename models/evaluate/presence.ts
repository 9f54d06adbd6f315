import type { Picture } from '../../shared/image/picture.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { decide, mattesCount } from '../../shared/person/decide.ts';
import { type Evidence, isNothing } from '../../shared/person/evidence.ts';
import { coarseMatte } from '../../shared/pipeline/coarse.ts';

/** What speaks for a person in one view of a picture. */
export interface View {
  readonly evidence: Evidence;
  /** Log-odds of a face. */
  readonly face: number;
}

/** What speaks for a person in a picture, and what the product's rule makes of it. */
export interface Presence {
  /** Lite's doubt, the drawing network's and their agreement, in the view that the mattes leave the least doubt of. */
  readonly features: readonly number[];
  /** Whether there is a view in which the mattes show something and count (`mattesCount`): without one they alone don't decide. */
  readonly isWeighable: boolean;
  /** Log-odds of the surest face; −∞ where no network sees anything, and none is looked for. */
  readonly face: number;
  /** Whether a person is surely there, by the rule; and by it if no face were seen. */
  readonly isSure: boolean;
  readonly isSureFaceless: boolean;
}

/**
 * The views of a picture that the product decides by, with the face of each.
 *
 * @throws Error where the face network doesn't run.
 */
export async function viewsOf(picture: Picture, engine: Engine): Promise<View[]> {
  const views: View[] = [];
  const onEvidence = async (evidence: Evidence, faceOdds: () => Promise<number | undefined>) => {
    const face = await faceOdds();
    if (face === undefined) throw new Error('The face network does not run here.');
    views.push({ evidence, face });
  };
  await coarseMatte(picture, engine, {}, { onEvidence });
  return views;
}

/** Puts a picture's views together: one that surely shows a person is enough. */
export async function presenceIn(views: readonly View[]): Promise<Presence> {
  const weighable = views.filter(({ evidence }) => !isNothing(evidence) && mattesCount(evidence));
  // Of what shows nothing there is no doubt either.
  const { evidence } = (weighable.length ? weighable : views).reduce((best, one) =>
    one.evidence.nearDoubt < best.evidence.nearDoubt ? one : best,
  );
  const isSure = async (faceOf: (view: View) => number) => {
    const decisions = await Promise.all(views.map((view) => decide(view.evidence, async () => faceOf(view))));
    return decisions.some(({ person }) => person === 'yes');
  };
  return {
    features: [evidence.liteDoubt, evidence.nearDoubt, evidence.agreement],
    isWeighable: weighable.length > 0,
    face: Math.max(...views.map((view) => (isNothing(view.evidence) ? Number.NEGATIVE_INFINITY : view.face))),
    isSure: await isSure(({ face }) => face),
    isSureFaceless: await isSure(() => Number.NEGATIVE_INFINITY),
  };
}
