import type { Tensor } from '../image/picture.ts';
import { doubtOf, type Evidence, isBlank } from './evidence.ts';

/** Whether a picture shows a person. `unsure`: what is cut out may be none. `no`: there is nothing to cut out. */
export type Person = 'yes' | 'unsure' | 'no';

/** Whether a person is there, and how sure that is. */
export interface Decision {
  readonly person: Person;
  /** How much speaks for a person, 0..1: above ½ is `yes`. */
  readonly confidence: number;
}

/**
 * A logistic rule over the evidence. `npm run gate` fits it; models/cards/portrait-s.md says on what and how well. Above `sure`,
 * the mattes alone tell a person. `least` is what they must reach where no face can be looked for.
 */
const RULE = { bias: -23.15, liteDoubt: -2.04, nearDoubt: -6.95, agreement: 1.42, least: -3, sure: -1 };
/** Lite's doubt below which a person is there, and above which it shows nothing worth cutting out. */
const LITE_DOUBT = { sure: -2.2, most: -1.3 };
/** Log-odds above which a face is one. */
export const FACE = 1.5;

/** Looks for a face and gives its log-odds; undefined where none can be looked for. Only asked where the mattes leave doubt. */
export type FaceOdds = () => Promise<number | undefined>;

/** There is nobody, for sure. */
export const NOBODY: Decision = { person: 'no', confidence: 0 };

/** Whether a person is there: by the mattes where they are sure, else by a face. */
export async function decide(evidence: Evidence, faceOdds: FaceOdds): Promise<Decision> {
  if (evidence.isLiteBlank && evidence.isNearBlank) return NOBODY;
  const isBoth = !evidence.isLiteBlank && !evidence.isNearBlank;
  const score = isBoth ? scoreOf(evidence) : Number.NEGATIVE_INFINITY;
  if (score > RULE.sure) return { person: 'yes', confidence: sigmoid(score - RULE.sure) };
  const odds = await faceOdds();
  if (odds === undefined) return score > RULE.least ? { person: 'yes', confidence: 0.5 } : unsure(score);
  if (odds > FACE) return { person: 'yes', confidence: sigmoid(odds - FACE) };
  // What lite alone sees, and sees badly, and has no face, is a thing.
  if (evidence.isNearBlank && evidence.liteDoubt > LITE_DOUBT.most) return NOBODY;
  return unsure(Math.max(score - RULE.sure, odds - FACE));
}

/** Whether a person is there as far as lite and a face can tell. */
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

/** The surer of two decisions on parts of one picture. */
export const surer = (a: Decision, b: Decision): Decision => (a.confidence >= b.confidence ? a : b);

const unsure = (logOdds: number): Decision => ({ person: 'unsure', confidence: Math.min(0.49, sigmoid(logOdds)) });

const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** How much the mattes speak for a person, as log-odds. */
const scoreOf = ({ liteDoubt, nearDoubt, agreement }: Evidence): number =>
  RULE.bias + RULE.liteDoubt * liteDoubt + RULE.nearDoubt * nearDoubt + RULE.agreement * agreement;
