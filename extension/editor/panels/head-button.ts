import type { Consent } from '../../../shared/contracts/remote.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { byId } from '../../common/elements/dom.ts';
import { nextStepsAndLeave } from '../../common/elements/next-steps.ts';
import { notice } from '../../common/elements/notice.ts';
import { cutOut } from '../../common/engine/ask-engine.ts';
import { inWords } from '../../common/words/failure.ts';
import { headInWords } from '../../common/words/no-head.ts';
import { t } from '../../common/words/words.ts';
import type { Drawing } from '../state/drawing.ts';
import type { Worked } from '../work/work-client.ts';

interface HeadOptions {
  readonly drawing: Drawing;
  readonly work: Worked;
  /** What the drawing is of. */
  readonly picture: Blob;
  say(sentence: string): void;
}

/** *Head only*: what is kept of heads stays kept, all else is removed, in one step. Where no head is seen, a sentence stays in place of the offer. */
export function wireHeadButton({ drawing, work, picture, say }: HeadOptions): void {
  const button = byId<HTMLButtonElement>('head-only');
  /** The network sees the same in the same picture each time. */
  let heads: Matte | undefined;

  const findHeads = async (consent?: Consent): Promise<Matte> => {
    say(t('preparing'));
    const { matte } = await cutOut({ picture, outputs: ['matte'], part: 'head', ...(consent && { consent }) });
    return work('readMatte', { matte: matte as Blob });
  };
  const keepHeads = async (consent?: Consent) => {
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    notice('');
    try {
      heads ??= await findHeads(consent);
      drawing.replace(overlapOf(drawing.matte, heads));
      say(t('done'));
    } catch (thrown) {
      say('');
      refuse(thrown);
    } finally {
      button.ariaBusy = null;
    }
  };
  const refuse = (thrown: unknown) => {
    const failure = inWords(headInWords(thrown, 'editNoHead'));
    if (failure.code !== 'no-person') {
      const steps = nextStepsAndLeave(
        failure,
        (consent) => void keepHeads(consent),
        () => notice(''),
      );
      return notice(failure.message, steps);
    }
    byId('no-head').textContent = failure.message;
    if (document.activeElement === button) byId('stage').focus({ preventScroll: true });
    byId('no-head').scrollIntoView({ block: 'nearest' });
    button.disabled = true;
  };
  button.onclick = () => void keepHeads();
}

/** Where both mattes keep something, the lesser of the two; of one size. */
const overlapOf = (matte: Matte, { data }: Matte): Matte => ({
  ...matte,
  data: matte.data.map((alpha, i) => Math.min(alpha, data[i])),
});
