import { h } from '../elements/element.ts';
import { t, type WordKey } from '../words/words.ts';

/** Keys, and what they do. */
export interface Shortcut {
  /** Each is a key, or several that are held together with a space between: `Ctrl Z`. */
  readonly keys: readonly string[];
  readonly does: WordKey;
}

const HELP: Shortcut = { keys: ['?'], does: 'keysHelp' };

export const CARD_SHORTCUTS: readonly Shortcut[] = [{ keys: ['Esc'], does: 'keysCard' }];

/** As `editor/keyboard.ts` listens for them. */
export const EDITOR_SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Ctrl Z'], does: 'undo' },
  { keys: ['Ctrl Shift Z', 'Ctrl Y'], does: 'editRedo' },
  { keys: ['[', ']'], does: 'keysSize' },
  { keys: ['X'], does: 'keysSwap' },
  { keys: ['−', '+'], does: 'keysZoom' },
  { keys: ['0'], does: 'editFit' },
  { keys: ['1'], does: 'editZoomFull' },
  { keys: ['Space'], does: 'keysPan' },
  { keys: ['←', '↑', '↓', '→'], does: 'keysArrows' },
  { keys: ['←', '↑', '↓', '→', 'Shift →'], does: 'keysPlace' },
  { keys: ['Enter'], does: 'keysEnter' },
  { keys: ['Shift ←', 'Shift →'], does: 'keysAlong' },
  { keys: ['Esc'], does: 'keysEscape' },
  HELP,
];

/** As `batch/grid.ts` and `batch/large/large.ts` listen for them. */
export const BATCH_SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Ctrl V'], does: 'keysPaste' },
  { keys: ['←', '↑', '↓', '→'], does: 'keysPictures' },
  { keys: ['Enter'], does: 'keysLarge' },
  { keys: ['Delete'], does: 'keysRemove' },
  { keys: ['C'], does: 'compare' },
  { keys: ['−', '+'], does: 'keysZoom' },
  { keys: ['0'], does: 'editFit' },
  { keys: ['Shift ←', 'Shift ↑', 'Shift ↓', 'Shift →'], does: 'keysMoveLarge' },
  { keys: ['Esc'], does: 'keysCloseLarge' },
  HELP,
];

const NAMES: Readonly<Record<string, WordKey>> = {
  Ctrl: 'keyCtrl',
  Shift: 'keyShift',
  Space: 'keySpace',
  Enter: 'keyEnter',
  Delete: 'keyDelete',
};

const isApple = (): boolean => /^(Mac|iP)/.test(navigator.platform);

/** A key as it is written on the keyboard. */
function nameOf(key: string): string {
  if (key === 'Ctrl' && isApple()) return '⌘';
  return NAMES[key] ? t(NAMES[key]) : key;
}

/** One line: what is done, and by which keys. */
export const shortcutLine = (does: string, keys: readonly string[]): HTMLLIElement =>
  h(
    'li',
    {},
    h('span', {}, does),
    h('span', { class: 'keys', dir: 'ltr' }, ...keys.map((combination) => h('kbd', {}, combination))),
  );

/** Lines for a list of shortcuts. */
export const shortcutLines = (shortcuts: readonly Shortcut[]): HTMLLIElement[] =>
  shortcuts.map(({ keys, does }) =>
    shortcutLine(
      t(does),
      keys.map((combination) => combination.split(' ').map(nameOf).join('+')),
    ),
  );
