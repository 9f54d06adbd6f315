import { reason } from '../reasons.ts';
import { runToEnd } from '../steps.ts';
import type { Artifact, InputSpec } from './catalog.ts';
import { goldenPicture } from './golden.ts';
import type { Answer, Runner } from './runner.ts';
import { toTensor } from './tensor.ts';

/** How far a backend's golden matte may be from WASM's, 0..1. */
const MAX_ERROR = 0.7;
const MEAN_ERROR = 0.01;
/** How far its log-odds of a person may be: less than the 3.5 between the thresholds 2.5 and 6 of `../person/decide.ts`. */
const ODDS_ERROR = 2;

/**
 * Tests a backend: its answer to the golden picture is compared with the one in the catalog. So a GPU that is silently wrong is
 * found.
 *
 * @returns what is wrong, in words, or undefined when the backend can be trusted.
 */
export async function selfTest(runner: Runner, artifact: Artifact): Promise<string | undefined> {
  const { golden, input } = artifact;
  if (!golden) return undefined;
  const { data, personOdds } = await answerOf(runner, golden, input);
  const expected = matteOf(golden);
  if (data.length !== expected.length) return reason('wrong-length', data.length, expected.length);
  let worst = 0;
  let sum = 0;
  let [low, high] = [1, 0];
  for (let i = 0; i < data.length; i++) {
    const error = Math.abs(data[i] - expected[i] / 255);
    worst = Math.max(worst, error);
    sum += error;
    low = Math.min(low, data[i]);
    high = Math.max(high, data[i]);
  }
  if (high - low < 0.5) return reason('flat');
  const mean = sum / data.length;
  if (!(worst <= MAX_ERROR && mean <= MEAN_ERROR)) return reason('wrong', mean.toFixed(4), worst.toFixed(2));
  const odds = golden.personOdds;
  if (odds === undefined || Math.abs(Number(personOdds) - odds) <= ODDS_ERROR) return undefined;
  return reason('other-odds', Number(personOdds).toFixed(1), odds);
}

type Golden = NonNullable<Artifact['golden']>;

/** What a runner makes of the golden picture. */
export const answerOf = (runner: Runner, golden: Golden, input: InputSpec): Promise<Answer> =>
  runner.run(runToEnd(toTensor(goldenPicture(golden.width), input, golden)));

/** The golden matte's bytes. */
export const matteOf = ({ alpha }: Golden): Uint8Array =>
  Uint8Array.from(atob(alpha), (character) => character.charCodeAt(0));
