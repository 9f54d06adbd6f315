import { CutoutError } from '../../../shared/errors.ts';
import { headInWords } from '../../common/words/no-head.ts';
import { t } from '../../common/words/words.ts';
import { acquireFull, type Size } from '../acquire/acquire-full.ts';
import type { Work } from './failure-card.ts';
import { makeWithCard } from './make-with-card.ts';
import { createResults } from './results/results.ts';
import { isReplaced, type SessionState } from './state.ts';

/** A larger picture is worth a second job from this many times the width on. */
const MUCH = 1.25;
/** A picture whose longer side has as many pixels is taken to be the full one, unless the page says that another has more. */
const LARGE = 1200;

/** The full picture behind a smaller one, as the page offers it. */
export interface FullPicture {
  /** Its pixels, where the page says them. */
  readonly size?: Size;
  /** Cuts it out and shows it in the small one's place; where it throws, that stays as it is. */
  readonly use: Work;
}

/**
 * The full picture behind the cutout of `state`; undefined where the page offers none, it is used or edited already, or one person shows
 * alone, who need not be found in it again.
 */
export function fullPictureOf(state: SessionState): FullPicture | undefined {
  const { results, display, larger } = state;
  const { size: shown, acquired, isFinal, alone } = results;
  if (!shown || isFinal || alone !== undefined || !acquired || acquired.inset) return undefined;
  const isSmall = Math.max(shown.width, shown.height) < LARGE;
  const worth = larger.filter(({ width }) => (width === undefined ? isSmall : width >= shown.width * MUCH));
  if (worth.length === 0) return undefined;
  const [{ width, height = width && Math.round((width * shown.height) / shown.width) }] = worth;
  return {
    ...(width && height && { size: { width, height } }),
    async use(consent) {
      const full = createResults();
      const from = (signal: AbortSignal) => acquireFull(worth, shown, signal);
      const [showed, { part }] = [isReplaced(state), results];
      const making = { results: full, from, consent, ...(part && { part }) };
      await makeWithCard(state, ['cutout', 'matte'], making).catch((thrown) => {
        throw part ? headInWords(thrown) : thrown;
      });
      if (results.isFinal) throw new CutoutError('aborted', 'An edited picture was put in its place meanwhile.');
      results.setFull(full, part);
      if (results.backdrop) await display.setBackdrop(results.backdrop);
      if (isReplaced(state)) await display.show();
      else if (state.isGone) results.setMissing(showed);
    },
  };
}

/** What the offer says. */
export const offerOf = ({ size }: FullPicture): string =>
  size ? t('useFullSized', String(size.width), String(size.height)) : t('useFull');
