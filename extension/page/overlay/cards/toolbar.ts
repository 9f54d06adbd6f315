import { t } from '../../../common/words/words.ts';
import { h, icon, onPress } from '../element.ts';
import { moveByArrows } from '../roving.ts';
import { type BackdropActs, backdropRow } from './backdrop-row.ts';
import { compareButton } from './compare-button.ts';

export interface ToolbarActs extends BackdropActs {
  /** Absent where the picture was not replaced. */
  undo?(): void;
  compare?(original: boolean): void;
  save(output: 'cutout' | 'matte'): void;
  copy(): void;
  edit(): void;
  /** Present where it is in doubt whether the cutout is wanted: the ways on then stand there in words. */
  keep?(): void;
  close(): void;
}

export interface Toolbar {
  readonly card: HTMLElement;
  /** Puts short sentences beside the card, one a line, whose size and place stay what they are. */
  say(...sentences: string[]): void;
  /** What Escape does: closes the backgrounds where they are open, else everything. */
  escape(): void;
}

export interface RedoActs {
  redo(): void;
  close(): void;
}

const ICONS = {
  redo: 'M13 6H6.5a3.5 3.5 0 0 0 0 7H10M13 6l-3-3M13 6l-3 3',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  backdrop: 'M2.5 2.5h11v11h-11zM5 13.5v-1a3 3 0 0 1 6 0v1M8 5a1.7 1.7 0 1 1 0 3.4A1.7 1.7 0 0 1 8 5z',
  save: 'M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10',
  matte: 'M8 2a4.5 4.5 0 0 0 0 9zM8 2a4.5 4.5 0 0 1 0 9M3 13.5h10M6 3.2v6.6M4.4 5v3',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  keep: 'M3 8.5l3.5 3.5L13 5',
  edit: 'M3 13l.8-3 7-7 2.2 2.2-7 7zM9.3 4.5l2.2 2.2',
  close: 'M4 4l8 8M12 4l-8 8',
};

const button = (path: string, label: string, word: string, act: () => void) =>
  onPress(
    h(
      'button',
      { type: 'button', 'aria-label': label, title: label, class: word ? '' : 'bare' },
      icon(path),
      ...(word ? [h('span', { class: 'word' }, word)] : []),
    ),
    act,
  );

/** For a picture whose cutout was undone: puts it back. */
export function redoBar({ redo, close }: RedoActs): HTMLElement {
  const bar = h(
    'div',
    { class: 'bar', role: 'toolbar', 'aria-label': t('toolbar') },
    button(ICONS.redo, t('editRedo'), t('editRedo'), redo),
    button(ICONS.close, t('close'), '', close),
  );
  moveByArrows(bar);
  return h('div', { class: 'card tools' }, bar);
}

/** The tools for a finished cutout; arrow keys move between them. */
export function toolbar(acts: ToolbarActs): Toolbar {
  const backdrops = backdropRow(acts);
  /** In doubt only the ways on have words: all of them would seldom fit. */
  const usually = (word: string) => (acts.keep ? '' : word);
  const choose = button(ICONS.backdrop, t('background'), usually(t('background')), () =>
    open(backdrops.hasAttribute('hidden')),
  );
  choose.setAttribute('aria-expanded', 'false');
  const open = (on: boolean) => {
    const hadKeyboard = backdrops.matches(':focus-within');
    backdrops.hidden = !on;
    choose.setAttribute('aria-expanded', String(on));
    const current = backdrops.querySelector<HTMLElement>('[aria-pressed="true"]') ?? backdrops.querySelector('button');
    if (bar.matches(':focus-within') || hadKeyboard) (on ? current : choose)?.focus({ preventScroll: true });
  };

  const bar = h('div', { class: 'bar', role: 'toolbar', 'aria-label': t('toolbar') });
  if (acts.undo) bar.append(button(ICONS.undo, t('undo'), t('undo'), acts.undo));
  if (acts.compare) bar.append(compareButton(acts.compare));
  if (acts.undo) bar.append(h('span', { class: 'separator' }));
  bar.append(
    choose,
    button(ICONS.copy, t('copy'), usually(t('copy')), acts.copy),
    button(ICONS.save, t('saveCutout').replace('…', ''), usually(t('save')), () => acts.save('cutout')),
    button(ICONS.matte, t('saveMatte').replace('…', ''), '', () => acts.save('matte')),
    button(ICONS.edit, t('openInEditor'), acts.keep ? t('edit') : '', acts.edit),
    h('span', { class: 'separator' }),
    acts.keep
      ? button(ICONS.keep, t('editKeep'), t('editKeep'), acts.keep)
      : button(ICONS.close, t('close'), '', acts.close),
  );
  moveByArrows(bar);
  const said = h('p', { class: 'said', role: 'status', 'aria-live': 'polite' });
  return {
    card: h('div', { class: 'stand' }, h('div', { class: 'card tools' }, bar, backdrops), said),
    say(...sentences) {
      said.textContent = sentences.filter(Boolean).join('\n');
    },
    escape: () => (backdrops.hasAttribute('hidden') ? acts.close() : open(false)),
  };
}
