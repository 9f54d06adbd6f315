/** One example: features, and whether it is positive. */
export interface Example {
  readonly features: readonly number[];
  readonly positive: boolean;
}

/** A fitted rule: positive where `bias + Σ weight·feature` is large. */
export interface Rule {
  readonly bias: number;
  readonly weights: readonly number[];
}

const ROUNDS = 20_000;
const RATE = 0.3;
const DECAY = 1e-3;

/** Logistic regression by gradient descent, both classes weighing the same, weights decayed a little. */
export function fitLogistic(examples: readonly Example[]): Rule {
  const positives = examples.filter(({ positive }) => positive).length;
  const share = { true: 1 / positives, false: 1 / (examples.length - positives) };
  let bias = 0;
  const weights = examples[0].features.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    let biasSlope = 0;
    const slopes = weights.map((weight) => DECAY * weight);
    for (const { features, positive } of examples) {
      const probability = 1 / (1 + Math.exp(-score({ bias, weights }, features)));
      const error = (probability - Number(positive)) * share[`${positive}`];
      biasSlope += error;
      for (let i = 0; i < slopes.length; i++) slopes[i] += error * features[i];
    }
    bias -= RATE * biasSlope;
    for (let i = 0; i < weights.length; i++) weights[i] -= RATE * slopes[i];
  }
  return { bias, weights };
}

export const score = ({ bias, weights }: Rule, features: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * features[i], bias);
