/** One example: features, whether it is positive, and how much it counts (default: 1). */
export interface Example {
  readonly features: readonly number[];
  readonly positive: boolean;
  readonly weight?: number;
}

/** A fitted rule: positive where `bias + Σ weight·feature` is large. */
export interface Rule {
  readonly bias: number;
  readonly weights: readonly number[];
}

const MOST_ROUNDS = 50;
const ENOUGH = 1e-9;
/** The weights' decay beside the mean loss. */
const DECAY = 5e-4;

/** Logistic regression by Newton's method, weights (not the bias) decayed a little. */
export function fitLogistic(examples: readonly Example[]): Rule {
  const size = examples[0].features.length + 1;
  const total = examples.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const fitted = new Float64Array(size);
  const x = new Float64Array(size).fill(1);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const slope = Float64Array.from(fitted, (value, i) => (i === 0 ? 0 : DECAY * value));
    const curve = Array.from({ length: size }, (_, i) =>
      new Float64Array(size).map((_, j) => (i === j && i > 0 ? DECAY : 0)),
    );
    for (const { features, positive, weight = 1 } of examples) {
      x.set(features, 1);
      const value = fitted.reduce((sum, each, i) => sum + each * x[i], 0);
      const probability = 1 / (1 + Math.exp(-value));
      const error = ((probability - Number(positive)) * weight) / total;
      const bend = (probability * (1 - probability) * weight) / total;
      for (let i = 0; i < size; i++) {
        slope[i] += error * x[i];
        for (let j = 0; j <= i; j++) curve[i][j] += bend * x[i] * x[j];
      }
    }
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) curve[j][i] = curve[i][j];
    const step = solved(curve, slope);
    for (let i = 0; i < size; i++) fitted[i] -= step[i];
    if (step.every((change) => Math.abs(change) < ENOUGH)) break;
  }
  const [bias, ...weights] = fitted;
  return { bias, weights };
}

/** The solution of a positive definite system, by elimination, in place. */
function solved(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let k = 0; k < size; k++) {
    for (let i = k + 1; i < size; i++) {
      const factor = matrix[i][k] / matrix[k][k];
      for (let j = k; j < size; j++) matrix[i][j] -= factor * matrix[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = k + 1; j < size; j++) right[k] -= matrix[k][j] * right[j];
    right[k] /= matrix[k][k];
  }
  return right;
}

/** Each class weighs the same, however many examples it has. */
export function balanced<One extends Example>(examples: readonly One[]): (One & Required<Pick<Example, 'weight'>>)[] {
  const positives = examples.filter(({ positive }) => positive).length;
  const share = { true: 1 / positives, false: 1 / (examples.length - positives) };
  return examples.map((one) => ({ ...one, weight: share[`${one.positive}`] }));
}

/** The log-odds that a rule gives to features, in the order of its weights. */
export const score = ({ bias, weights }: Rule, features: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * features[i], bias);
