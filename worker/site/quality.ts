import { QUALITY_CHOICES, type QualityChoice } from '../../shared/pipeline/options.ts';
import { onRadio } from './dom.ts';

const KEY = 'matteo-quality';

const isChoice = (value: string | null): value is QualityChoice =>
  (QUALITY_CHOICES as readonly (string | null)[]).includes(value);

/**
 * Shows the quality that was chosen last, and keeps what is chosen; where storage is closed to us, for as long as the page.
 *
 * @param onChange told after a change.
 * @returns the choice of the moment.
 */
export function createQuality(onChange: () => void): () => QualityChoice {
  let chosen = kept();
  const radio = document.querySelector<HTMLInputElement>(`#quality input[value=${chosen}]`);
  if (radio) radio.checked = true;
  onRadio('quality', (value) => {
    if (!isChoice(value)) return;
    chosen = value;
    try {
      localStorage.setItem(KEY, value);
    } catch {}
    onChange();
  });
  return () => chosen;
}

function kept(): QualityChoice {
  try {
    const value = localStorage.getItem(KEY);
    return isChoice(value) ? value : 'auto';
  } catch {
    return 'auto';
  }
}
