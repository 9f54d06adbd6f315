import type { NextStep } from '../../../common/elements/next-steps.ts';
import { t } from '../../../common/words/words.ts';
import { h, icon, onPress } from '../element.ts';
import { moveByArrows } from '../roving.ts';
import { type BackdropActs, backdropRow } from './backdrop-row.ts';
import { compareButton } from './compare-button.ts';
import { type PeopleActs, peopleRow } from './people-row.ts';
import { withTips } from './tips.ts';

export interface ToolbarActs extends BackdropActs {
  /** Absent if the picture was not replaced. */
  undo?(): void;
  compare?(original: boolean): void;
  save(output: 'cutout' | 'matte'): void;
  copy(what: 'cutout' | 'sticker'): void;
  /** Present if the picture shows several people. */
  readonly people?: PeopleActs;
  /** Absent if the cutout was edited. */
  readonly part?: PartActs;
  edit(): void;
  /** Present if the page names a larger version of the picture. */
  readonly full?: NextStep;
  /** Present if the cutout may not be a person. The buttons for what to do next then have labels. */
  keep?(): void;
  close(): void;
}

/** Whether only a part of the people is shown, and the function that changes that. */
interface PartActs {
  readonly isPart: boolean;
  toggle(): void;
}

export interface Toolbar {
  readonly card: HTMLElement;
  /** Shows short sentences beside the card, one a line. The card's size and place don't change. */
  say(...sentences: string[]): void;
  /** Shows or hides the offer of a larger picture. */
  offer(is: boolean): void;
  /** Handles Escape: closes the open row, otherwise the whole toolbar. */
  escape(): void;
}

export interface RedoActs {
  redo(): void;
  close(): void;
}

/** A row under the toolbar, and the button that opens it. */
interface Fold {
  readonly toggle: HTMLButtonElement;
  readonly row: HTMLElement;
  open(on: boolean): void;
}

const ICONS = {
  redo: 'M13 6H6.5a3.5 3.5 0 0 0 0 7H10M13 6l-3-3M13 6l-3 3',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  backdrop: 'M2.5 2.5h11v11h-11zM5 13.5v-1a3 3 0 0 1 6 0v1M8 5a1.7 1.7 0 1 1 0 3.4A1.7 1.7 0 0 1 8 5z',
  save: 'M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10',
  matte: 'M8 2a4.5 4.5 0 0 0 0 9zM8 2a4.5 4.5 0 0 1 0 9M3 13.5h10M6 3.2v6.6M4.4 5v3',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  people:
    'M6 3.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.400zM2 13.500c0-3 1.600-4.300 4-4.300s4 1.300 4 4.300M10.500 4a1.900 1.900 0 0 1 0 3.700M11.500 9.300c1.700.400 2.500 1.800 2.500 4.200',
  head: 'M8 2a3.800 3.800 0 0 1 3.800 3.800c0 2.800-1.800 5.400-3.800 5.400S4.200 8.600 4.200 5.800A3.800 3.800 0 0 1 8 2zM3 13.500h10',
  person:
    'M8 2.300a2.600 2.600 0 1 1 0 5.200 2.600 2.600 0 0 1 0-5.200zM3 13.500c0-3.200 2-4.700 5-4.700s5 1.500 5 4.700z',
  sticker:
    'M13.500 8.500V4a1.500 1.500 0 0 0-1.500-1.500H4A1.500 1.500 0 0 0 2.500 4v8A1.500 1.500 0 0 0 4 13.500h4.500zM13.500 8.500H10A1.500 1.500 0 0 0 8.500 10v3.500',
  keep: 'M3 8.5l3.5 3.5L13 5',
  edit: 'M3 13l.8-3 7-7 2.2 2.2-7 7zM9.3 4.5l2.2 2.2',
  close: 'M4 4l8 8M12 4l-8 8',
};

const button = (path: string, label: string, word: string, act: () => void) =>
  onPress(
    h(
      'button',
      { type: 'button', 'aria-label': label, class: word ? '' : 'bare' },
      icon(path),
      ...(word ? [h('span', { class: 'word' }, word)] : []),
    ),
    act,
  );

const partButton = ({ isPart, toggle }: PartActs) =>
  button(isPart ? ICONS.person : ICONS.head, t(isPart ? 'wholePerson' : 'headOnly'), '', toggle);

/** For a picture whose cutout was undone: puts it back. */
export function redoBar({ redo, close }: RedoActs): HTMLElement {
  const bar = h(
    'div',
    { class: 'bar', role: 'toolbar', 'aria-label': t('toolbar') },
    button(ICONS.redo, t('editRedo'), t('editRedo'), redo),
    button(ICONS.close, t('close'), '', close),
  );
  moveByArrows(bar);
  return withTips(h('div', { class: 'card tools' }, bar));
}

/** The tools for a finished cutout; arrow keys move between them. */
export function toolbar(acts: ToolbarActs): Toolbar {
  /** If the cutout may not be a person, only the next steps have labels: labels for all buttons would not fit. */
  const usually = (word: string) => (acts.keep ? '' : word);
  const bar = h('div', { class: 'bar', role: 'toolbar', 'aria-label': t('toolbar') });
  let folds: readonly Fold[] = [];
  /** A button that opens a row under the bar, and closes the other. */
  const foldOf = (path: string, label: string, word: string, row: HTMLElement, fill?: () => Promise<void>): Fold => {
    const toggle = button(path, label, word, () => {
      const on = row.hasAttribute('hidden');
      for (const fold of folds) if (fold.row !== row) fold.open(false);
      if (on && fill)
        void fill().then(
          () => open(true),
          () => {},
        );
      else open(on);
    });
    toggle.setAttribute('aria-expanded', 'false');
    const open = (on: boolean) => {
      const hadKeyboard = row.matches(':focus-within');
      row.hidden = !on;
      toggle.setAttribute('aria-expanded', String(on));
      const current = row.querySelector<HTMLElement>('[aria-pressed="true"]') ?? row.querySelector('button');
      if (bar.matches(':focus-within') || hadKeyboard) (on ? current : toggle)?.focus({ preventScroll: true });
    };
    return { toggle, row, open };
  };
  const backdrops = foldOf(ICONS.backdrop, t('background'), usually(t('background')), backdropRow(acts));
  const people = acts.people && peopleRow(acts.people);
  const crowd = people && foldOf(ICONS.people, t('onePerson'), '', people.row, people.fill);
  folds = [backdrops, ...(crowd ? [crowd] : [])];

  if (acts.undo) bar.append(button(ICONS.undo, t('undo'), t('undo'), acts.undo));
  if (acts.compare) bar.append(compareButton(acts.compare));
  if (acts.undo) bar.append(h('span', { class: 'separator' }));
  bar.append(
    ...(crowd ? [crowd.toggle] : []),
    ...(acts.part ? [partButton(acts.part)] : []),
    backdrops.toggle,
    button(ICONS.copy, t('copy'), usually(t('copy')), () => acts.copy('cutout')),
    button(ICONS.sticker, t('copySticker'), '', () => acts.copy('sticker')),
    button(ICONS.save, t('saveCutout').replace('…', ''), usually(t('save')), () => acts.save('cutout')),
    button(ICONS.matte, t('saveMatte').replace('…', ''), '', () => acts.save('matte')),
    button(ICONS.edit, t('openInEditor'), acts.keep ? t('edit') : '', acts.edit),
    h('span', { class: 'separator' }),
    acts.keep
      ? button(ICONS.keep, t('editKeep'), t('editKeep'), acts.keep)
      : button(ICONS.close, t('close'), '', acts.close),
  );
  moveByArrows(bar);
  const { full } = acts;
  const offer = full && h('div', { class: 'offer' }, onPress(h('button', { type: 'button' }, full.label), full.act));
  const said = h('p', { class: 'said', role: 'status', 'aria-live': 'polite' });
  return {
    card: withTips(
      h('div', { class: 'card tools' }, bar, ...(offer ? [offer] : []), ...folds.map(({ row }) => row)),
      said,
    ),
    say(...sentences) {
      said.textContent = sentences.filter(Boolean).join('\n');
    },
    offer(is) {
      if (offer) offer.hidden = !is;
    },
    escape() {
      const opened = folds.find(({ row }) => !row.hasAttribute('hidden'));
      if (opened) opened.open(false);
      else acts.close();
    },
  };
}
