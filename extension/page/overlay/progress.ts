import { overallProgress, type Stage } from '../../../shared/stages.ts';
import { stageWords } from '../../common/stage-words.ts';
import { t } from '../../common/words.ts';
import { h, onPress, s } from './element.ts';

export interface ProgressCard {
  readonly card: HTMLElement;
  /** Draws how far the job is. */
  at(stage: Stage, fraction: number): void;
  /** Says what is going on before (or after) the engine's stages. */
  say(sentence: string): void;
}

/** A ring that fills, the stage's name, and Cancel. */
export function progressCard(onCancel: () => void): ProgressCard {
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
    },
    s('circle', { cx: '16', cy: '16', r: '13' }),
    done,
  );
  const stage = h('span', { class: 'stage', role: 'status', 'aria-live': 'polite' }, t('preparing'));
  const cancel = onPress(h('button', { type: 'button' }, t('cancel')), onCancel);
  const card = h('div', { class: 'card' });
  card.append(ring, stage, cancel);
  const say = (sentence: string) => {
    if (stage.textContent !== sentence) stage.textContent = sentence;
  };
  return {
    card,
    say,
    at(name, fraction) {
      say(stageWords(name));
      const percent = Math.round(100 * overallProgress(name, fraction));
      done.style.strokeDashoffset = String(100 - percent);
      ring.setAttribute('aria-valuenow', String(percent));
    },
  };
}
