import { t } from '../../../common/words/words.ts';
import { drawPicture } from '../draw-picture.ts';
import { h, onPress } from '../element.ts';
import { moveByArrows } from '../roving.ts';

/** Somebody who can be chosen. */
export interface ShownPerson {
  /** A place of theirs, in pixels of the picture. */
  readonly at: { readonly x: number; readonly y: number };
  readonly thumbnail: Blob;
}

export interface PeopleActs {
  /** Who can be told apart, from left to right; asked for when the row is opened first, and says itself what goes wrong. */
  find(): Promise<readonly ShownPerson[]>;
  /** Which of them shows alone now; undefined where everybody does. */
  readonly alone: number | undefined;
  /** Shows one person alone, or everybody. */
  choose(index: number | undefined): void;
}

/** The people of a picture, each a small picture of them; hidden until asked for, `fill` then looks for them. */
export function peopleRow({ find, alone, choose }: PeopleActs): { row: HTMLElement; fill(): Promise<void> } {
  const row = h('div', { class: 'folded people', role: 'group', 'aria-label': t('people') });
  row.hidden = true;
  const buttonOf = (index: number | undefined, label: string, ...content: Node[]) => {
    const button = h(
      'button',
      { type: 'button', class: 'face', 'aria-label': label, 'aria-pressed': String(index === alone) },
      ...content,
    );
    return onPress(button, () => {
      for (const each of row.querySelectorAll('button')) each.setAttribute('aria-pressed', String(each === button));
      choose(index);
    });
  };
  let filled: Promise<void> | undefined;
  const look = async () => {
    const people = await find();
    const faces = await Promise.all(
      people.map(async ({ thumbnail }, index) => {
        const canvas = h('canvas');
        await drawPicture(canvas, thumbnail);
        return buttonOf(index, t('personNumber', String(index + 1)), canvas);
      }),
    );
    row.replaceChildren(buttonOf(undefined, t('everybody'), h('span', {}, t('everybody'))), ...faces);
    moveByArrows(row);
  };
  return {
    row,
    fill() {
      filled ??= look().catch((thrown) => {
        filled = undefined;
        throw thrown;
      });
      return filled;
    },
  };
}
