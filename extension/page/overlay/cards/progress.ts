import { overallProgress, type Stage } from '../../../../shared/pipeline/stages.ts';
import { stageWords } from '../../../common/words/stage-words.ts';
import { t } from '../../../common/words/words.ts';
import { h, icon, onPress, s } from '../element.ts';

const CROSS = 'M4 4l8 8M12 4l-8 8';

/** A ring that fills. */
export interface Ring {
  readonly ring: SVGElement;
  /** @param fraction 0..1. */
  fill(fraction: number): void;
}

/** A ring that fills as the work goes on. */
export function progressRing(): Ring {
  const done = s('circle', { cx: '16', cy: '16', r: '13', class: 'done', pathLength: '100' });
  const ring = s(
    'svg',
    {
      viewBox: '0 0 32 32',
      class: 'ring',
      role: 'progressbar',
      'aria-label': t('extensionName'),
      'aria-valuemin': '0',
      'aria-valuemax': '100',
      'aria-valuenow': '0',
    },
    s('circle', { cx: '16', cy: '16', r: '13' }),
    done,
  );
  return {
    ring,
    fill(fraction) {
      const percent = Math.round(100 * fraction);
      done.style.strokeDashoffset = String(100 - percent);
      ring.setAttribute('aria-valuenow', String(percent));
    },
  };
}

export interface ProgressCard {
  readonly card: HTMLElement;
  /** Draws how far the job is. */
  at(stage: Stage, fraction: number): void;
  /** Says what is going on before (or after) the engine's stages. */
  say(sentence: string): void;
  /** Says how many pictures are before this one. */
  place(before: number): void;
}

/** A ring that fills, the stage's name, and Cancel. */
export function progressCard(onCancel: () => void): ProgressCard {
  const { ring, fill } = progressRing();
  const stage = h('span', { class: 'stage', role: 'status', 'aria-live': 'polite' }, t('preparing'));
  const label = { 'aria-label': t('cancel'), title: t('cancel') };
  const cancel = onPress(
    h('button', { type: 'button', class: 'cancel', ...label }, icon(CROSS), h('span', { class: 'word' }, t('cancel'))),
    onCancel,
  );
  const card = h('div', { class: 'card', role: 'group', 'aria-label': t('extensionName') }, ring, stage, cancel);
  const say = (sentence: string) => {
    if (stage.textContent !== sentence) stage.textContent = sentence;
  };
  return {
    card,
    say,
    place(before) {
      card.classList.toggle('waits', before > 0);
      if (before > 0) say(before === 1 ? t('waitingNext') : t('waiting', String(before)));
      else say(t('fetching'));
    },
    at(name, fraction) {
      say(stageWords(name));
      fill(overallProgress(name, fraction));
    },
  };
}
