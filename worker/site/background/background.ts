import type { Backdrop } from '../../../shared/web/lay-over.ts';
import { byId, onRadio } from '../dom.ts';

/** What the person chose to lay the cutout on; the picture's own background is named and not yet read. */
export type Background =
  | { readonly kind: 'none' }
  | { readonly kind: 'blur' }
  | Extract<Backdrop, { kind: 'colour' | 'gradient' | 'picture' }>;

/** The person's choice. */
interface BackgroundChoice {
  chosen(): Background;
  /** Chooses none. */
  clear(): void;
}

/**
 * The choice of a background: none at first. Picking a colour or a picture chooses it.
 *
 * @param onChange told after a change.
 */
export function createBackground(onChange: () => void): BackgroundChoice {
  const colour = byId('colour', HTMLInputElement);
  const [top, bottom] = [byId('gradient-top', HTMLInputElement), byId('gradient-bottom', HTMLInputElement)];
  const chooser = byId('background-chooser', HTMLInputElement);
  let picture: File | undefined;
  let swatchUrl = '';

  const checked = () => document.querySelector<HTMLInputElement>('#background input[name=background]:checked');
  const changed = () => {
    byId('gradient-colours', HTMLParagraphElement).hidden = checked()?.value !== 'gradient';
    onChange();
  };
  const choose = (value: string) => {
    const radio = document.querySelector<HTMLInputElement>(`#background input[value="${value}"]`);
    if (radio) radio.checked = true;
    changed();
  };
  const drawGradient = () => {
    const swatch = byId('gradient-swatch', HTMLSpanElement);
    swatch.style.setProperty('--top', top.value);
    swatch.style.setProperty('--bottom', bottom.value);
  };
  const take = (chosen: File) => {
    picture = chosen;
    URL.revokeObjectURL(swatchUrl);
    swatchUrl = URL.createObjectURL(chosen);
    byId('own-picture', HTMLLabelElement).hidden = false;
    byId('own-picture-swatch', HTMLSpanElement).style.backgroundImage = `url("${swatchUrl}")`;
    choose('picture');
  };

  onRadio('background', changed);
  for (const event of ['click', 'input']) colour.addEventListener(event, () => choose('colour'));
  for (const end of [top, bottom])
    end.addEventListener('input', () => {
      drawGradient();
      choose('gradient');
    });
  drawGradient();
  byId('choose-background', HTMLButtonElement).addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const chosen = chooser.files?.[0];
    chooser.value = '';
    if (chosen) take(chosen);
  });

  const chosen = (): Background => {
    const value = checked()?.value ?? 'none';
    if (value === 'colour') return { kind: 'colour', colour: colour.value };
    if (value === 'gradient') return { kind: 'gradient', from: top.value, to: bottom.value };
    if (value === 'picture' && picture) return { kind: 'picture', picture };
    if (value === 'blur') return { kind: 'blur' };
    return value.startsWith('#') ? { kind: 'colour', colour: value } : { kind: 'none' };
  };
  return { chosen, clear: () => choose('none') };
}
