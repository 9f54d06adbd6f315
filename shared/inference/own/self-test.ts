import { reason } from '../../reasons.ts';
import type { Artifact } from '../catalog.ts';
import type { Runner } from '../runner.ts';
import { answerOf, matteOf } from '../self-test.ts';

/** How far a byte of alpha may be from that of the card, for a network of one's own. */
const OWN_BYTES = 1;

/**
 * Tests a backend with a network of one's own, about which nothing is known but its card: every value must be the card's, to
 * within 1/255. So all backends that pass agree, whatever the network ends in.
 *
 * @returns what is wrong, in words, or undefined when the backend can be trusted with this network.
 */
export async function ownTest(runner: Runner, { golden, input }: Artifact): Promise<string | undefined> {
  if (!golden) return 'its card has no matte to compare with';
  const { data } = await answerOf(runner, golden, input);
  const expected = matteOf(golden);
  if (data.length !== expected.length) return reason('other-size', data.length, expected.length);
  const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(Math.round(value * 255) - expected[i])), 0);
  return worst <= OWN_BYTES ? undefined : reason('other-matte', worst);
}
