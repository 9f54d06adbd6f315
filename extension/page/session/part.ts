import type { Consent } from '../../../shared/contracts/remote.ts';
import type { Part } from '../../../shared/person/part.ts';
import { headInWords } from '../../common/words/no-head.ts';
import { makeWithCard } from './make-with-card.ts';
import { createResults } from './results/results.ts';
import type { SessionState } from './state.ts';

const BOTH = ['cutout', 'matte'] as const;

/**
 * Has a part of the picture's people stand for its cutout and its matte, or all of them again. Where that throws, they stay what they are.
 *
 * @throws CutoutError `no-person` where the part is not seen; else as `makeWithCard`.
 */
export async function showPart(
  state: SessionState,
  part: Part | undefined,
  consent: Consent | undefined,
): Promise<void> {
  const { results, display } = state;
  if (part === results.part) return;
  const made = createResults();
  const { acquired, whole } = results;
  const from = acquired && { from: async () => acquired };
  if (part) {
    await makeWithCard(state, BOTH, { results: made, part, consent, ...from }).catch((thrown) => {
      // By hand something can be done with the picture all the same.
      if (made.acquired && !results.acquired) results.setPicture(made.acquired);
      throw headInWords(thrown);
    });
    results.setPart(part, made);
  } else {
    if (!whole?.cutout || !whole.matte) await makeWithCard(state, BOTH, { results: made, consent, ...from });
    results.setWhole(made);
  }
  if (results.backdrop) await display.setBackdrop(results.backdrop);
}
