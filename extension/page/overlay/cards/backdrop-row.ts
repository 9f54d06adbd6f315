import { t, type WordKey } from '../../../common/words/words.ts';
import { h, icon, onPress } from '../element.ts';
import { moveByArrows } from '../roving.ts';
import type { Choice } from './choice.ts';

export interface BackdropActs {
  /** What lies under the cutout now. */
  readonly backdrop: Choice;
  /** Lays it over something else. */
  lay(choice: Choice): void;
}

/** What passports, shops and slides ask for. */
const COLOURS: readonly (readonly [WordKey, string])[] = [
  ['white', '#ffffff'],
  ['grey', '#d9dce1'],
  ['black', '#101114'],
  ['blue', '#2f6fd0'],
  ['green', '#00b140'],
];

const BLUR = 'M8 2.2S3.8 7 3.8 9.8a4.2 4.2 0 0 0 8.4 0C12.2 7 8 2.2 8 2.2z';
const OWN = 'M2.5 3h11v10h-11zM2.5 11l3.2-3.4 2.6 2.6 2-2 3.2 3.2';

/** The backgrounds a cutout can be laid over; hidden until asked for. */
export function backdropRow({ backdrop, lay }: BackdropActs): HTMLElement {
  const row = h('div', { class: 'folded', role: 'group', 'aria-label': t('background') });
  row.hidden = true;
  const choose = (choice: Choice, chosen: Element) => {
    for (const each of row.querySelectorAll('.swatch')) {
      each.classList.toggle('chosen', each === chosen);
      if (each.hasAttribute('aria-pressed')) each.setAttribute('aria-pressed', String(each === chosen));
    }
    lay(choice);
  };
  const swatch = (key: WordKey, is: boolean, act: (self: HTMLButtonElement) => void, ...content: Node[]) => {
    const label = { 'aria-label': t(key), 'aria-pressed': String(is) };
    const button = h('button', { type: 'button', class: is ? 'swatch chosen' : 'swatch', ...label }, ...content);
    return onPress(button, () => act(button));
  };

  const none = swatch('noBackground', backdrop.kind === 'none', (self) => choose({ kind: 'none' }, self));
  none.classList.add('none');
  const colours = COLOURS.map(([key, colour]) => {
    const is = backdrop.kind === 'colour' && backdrop.colour === colour;
    const button = swatch(key, is, (self) => choose({ kind: 'colour', colour }, self));
    button.style.background = colour;
    return button;
  });
  const any = h('input', { type: 'color', class: 'swatch', 'aria-label': t('anyColour') });
  if (backdrop.kind === 'colour') any.value = backdrop.colour;
  any.addEventListener('change', (event) => event.isTrusted && choose({ kind: 'colour', colour: any.value }, any));
  const blurred = swatch('blurred', backdrop.kind === 'blur', (self) => choose({ kind: 'blur' }, self), icon(BLUR));
  const own = swatch(
    'ownPicture',
    backdrop.kind === 'picture',
    (self) => pickPicture((picture) => choose({ kind: 'picture', picture }, self)),
    icon(OWN),
  );
  row.append(none, ...colours, any, blurred, own);
  moveByArrows(row);
  return row;
}

function pickPicture(act: (picture: File) => void): void {
  const input = h('input', { type: 'file', accept: 'image/*' });
  input.addEventListener('change', (event) => {
    const [picture] = input.files ?? [];
    if (picture && event.isTrusted) act(picture);
  });
  input.click();
}
