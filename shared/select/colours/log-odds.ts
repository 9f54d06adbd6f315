import { type Learning, learnMixture } from './learn-mixture.ts';
import { logLikelihoods } from './mixture.ts';

/** No colour is surer than this, in logarithms. */
const MOST_SURE = 10;

/**
 * How much likelier each cell's colour is among some cells than among others, in logarithms.
 *
 * @param among weights of the ones, not all 0.
 * @param others weights of the others; where all are 0 nothing is known of any colour.
 */
export function logOdds(
  colours: Float32Array,
  among: Float32Array,
  others: Float32Array,
  learning: Learning,
): Float32Array {
  if (!others.some((weight) => weight > 0)) return new Float32Array(among.length);
  const theirs = logLikelihoods(learnMixture(colours, others, learning), colours);
  const odds = logLikelihoods(learnMixture(colours, among, learning), colours);
  for (let i = 0; i < odds.length; i++) odds[i] = Math.min(MOST_SURE, Math.max(-MOST_SURE, odds[i] - theirs[i]));
  return odds;
}
