import type { Tensor } from '../image/picture.ts';
import { doubtOf, type Evidence, isBlank, isNothing } from './evidence.ts';
import type { Part } from './part.ts';

/** Whether a picture shows a person. `unsure`: the cutout may be something else. `no`: there is nothing to cut out. */
export type Person = 'yes' | 'unsure' | 'no';

/** Whether there is a person, and the confidence. */
export interface Decision {
  readonly person: Person;
  /** Confidence that there is a person, 0..1: above ½ is `yes`. */
  readonly confidence: number;
}

/**
 * A logistic rule over the evidence. `npm run gate` fits it; models/cards/portrait-s.md has the data and the accuracy. Above `sure`,
 * the mattes alone decide that there is a person. `least` is the threshold if the face detector can't run. Mattes that agree in less than `common` don't
 * count: a matte of a few clear pixels has little doubt.
 */
const RULE = { bias: -23.15, liteDoubt: -2.04, nearDoubt: -6.95, agreement: 1.42, least: -3, sure: -1, common: 0.6 };
/**
 * By the network's log-odds that the foreground is a person and not an animal: below `least` the mattes don't count, because animals have clear mattes too.
 * Above `likely`, `sure` is the threshold in place of that of the rule.
 */
export const PERSON_ODDS = { least: 2.5, likely: 6, sure: -5 };
/** By lite's doubt: below `sure` there is a person; above `most`, lite's matte shows nothing that can be cut out. */
const LITE_DOUBT = { sure: -2.2, most: -1.3 };
/** Log-odds above which a face counts. */
export const FACE = 1.5;

/** Runs the face detector and returns the log-odds of a face; undefined if it can't run. Called only if the mattes leave the question open. */
export type FaceOdds = () => Promise<number | undefined>;

/** There is certainly nobody. */
export const NOBODY: Decision = { person: 'no', confidence: 0 };

/** Says that a picture shows nobody, or nothing of the part that was wished for; the sentence is whole with what follows. */
export const nobodyIn = (part: Part | undefined): string =>
  `${part ? `No ${part} of a person` : 'Nobody'} was seen in this picture`;

/** Whether the mattes may decide: they agree, and show no animal. */
export const mattesCount = ({ agreement, personOdds }: Evidence): boolean =>
  agreement > RULE.common && (personOdds === undefined || personOdds > PERSON_ODDS.least);

/** Decides whether there is a person: by the mattes if they are certain, otherwise by a face. */
export async function decide(evidence: Evidence, faceOdds: FaceOdds): Promise<Decision> {
  if (isNothing(evidence)) return NOBODY;
  const score = mattesCount(evidence) ? scoreOf(evidence) : Number.NEGATIVE_INFINITY;
  const sure = (evidence.personOdds ?? 0) > PERSON_ODDS.likely ? PERSON_ODDS.sure : RULE.sure;
  if (score > sure) return { person: 'yes', confidence: sigmoid(score - sure) };
  const odds = await faceOdds();
  if (odds === undefined) return score > RULE.least ? { person: 'yes', confidence: 0.5 } : unsure(score);
  if (odds > FACE) return { person: 'yes', confidence: sigmoid(odds - FACE) };
  // Only lite finds something, with much doubt and without a face: it is a thing.
  if (evidence.isNearBlank && evidence.liteDoubt > LITE_DOUBT.most) return NOBODY;
  return unsure(Math.max(score - sure, odds - FACE));
}

/** Decides whether there is a person by lite and a face only. */
export async function decideByLite(lite: Tensor, faceOdds: FaceOdds): Promise<Decision> {
  if (isBlank(lite)) return NOBODY;
  const liteDoubt = doubtOf(lite);
  if (liteDoubt < LITE_DOUBT.sure) return { person: 'yes', confidence: sigmoid(LITE_DOUBT.sure - liteDoubt) };
  const odds = await faceOdds();
  if (odds === undefined) {
    return liteDoubt < LITE_DOUBT.most ? { person: 'yes', confidence: 0.5 } : unsure(LITE_DOUBT.most - liteDoubt);
  }
  return odds > FACE ? { person: 'yes', confidence: sigmoid(odds - FACE) } : unsure(odds - FACE);
}

/** Of two decisions on parts of one picture, the one with more confidence. */
export const surer = (a: Decision, b: Decision): Decision => (a.confidence >= b.confidence ? a : b);

const unsure = (logOdds: number): Decision => ({ person: 'unsure', confidence: Math.min(0.49, sigmoid(logOdds)) });

const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** How much the mattes speak for a person, as log-odds. */
const scoreOf = ({ liteDoubt, nearDoubt, agreement }: Evidence): number =>
  RULE.bias + RULE.liteDoubt * liteDoubt + RULE.nearDoubt * nearDoubt + RULE.agreement * agreement;
