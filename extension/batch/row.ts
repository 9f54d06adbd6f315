import type { Consent } from '../../shared/contracts/remote.ts';
import { isAbort } from '../../shared/errors.ts';
import { h, icon } from '../common/elements/element.ts';
import { imageOf } from '../common/elements/image-of.ts';
import { nextStepsAndLeave } from '../common/elements/next-steps.ts';
import { stepButtons } from '../common/elements/notice.ts';
import { save } from '../common/engine/ask-engine.ts';
import { copyToClipboard } from '../common/engine/result.ts';
import { named } from '../common/files/named.ts';
import { openEditor } from '../common/requests/editor.ts';
import type { Result } from '../common/storage/recents.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import type { At } from '../common/words/file-name.ts';
import { t } from '../common/words/words.ts';
import type { OnBackground } from './behind.ts';
import { finished, smallOnBlurred } from './finishing.ts';
import type { Item } from './queue.ts';
import { canSucceed } from './sum.ts';

const CROSS = 'M4 4l8 8M12 4l-8 8';

/** A result, and a small copy of it to show. */
export interface Shown extends Result {
  readonly thumbnail?: Blob;
}

/** The functions of a row's buttons. */
export interface RowActs {
  /** Whether the files came from a private window. */
  isPrivate(): boolean;
  /** Its position in the list. */
  place(): At;
  again(consent?: Consent): void;
  cancel(): void;
  showLarge(): void;
  /** A save of its result begins. Returns what notes that it was saved; false where another result took its place meanwhile. */
  saving(): () => boolean;
  /** Removes it from the list. */
  remove(): void;
}

/** One file of the batch as a row of the list. */
export interface Row extends OnBackground {
  /** Its small picture, which shows the large one. */
  readonly thumbnail: HTMLButtonElement;
  /** Shows the item's state if it has changed. */
  update(): void;
}

function sentenceOf(state: Item<Shown>['state']): string {
  switch (state.kind) {
    case 'waiting':
      return t('batchWaiting');
    case 'working':
      return state.words;
    case 'cancelled':
      return t('cancelled');
    case 'failed':
      return state.error.message;
    case 'done':
      return t(state.result.person === 'unsure' ? 'unsurePerson' : 'done');
  }
}

/** The row of one picture in a batch; `update` shows its current state. */
export function createRow(item: Item<Shown>, acts: RowActs): Row {
  const { name } = item.file;
  const thumbnail = h('button', { type: 'button', class: 'thumbnail checkered', 'aria-haspopup': 'dialog' });
  thumbnail.ariaLabel = t('showLarge', name);
  thumbnail.onclick = acts.showLarge;
  const state = h('p', { class: 'state small', dir: 'auto' });
  const progress = h('progress', { max: '1', 'aria-label': t('progressOf', name) });
  const buttons = h('div', { class: 'item-acts', role: 'group', 'aria-label': name });
  const words = h('div', { class: 'item-words' }, h('p', { class: 'name', dir: 'auto' }, name), state, progress);
  const removal = h('button', { type: 'button', class: 'bare remove', 'aria-label': t('removeFromList', name) });
  removal.title = removal.ariaLabel ?? '';
  removal.append(icon(CROSS));
  removal.onclick = acts.remove;
  const element = h('li', {}, thumbnail, words, buttons, removal);
  let shown: Item<Shown>['state'] | undefined;
  let isOnBlurred = false;

  const button = (label: string, act: () => unknown) => {
    const made = h('button', { type: 'button' }, label);
    made.onclick = async () => {
      try {
        await act();
      } catch (thrown) {
        state.textContent = isAbort(thrown) ? sentenceOf(item.state) : inWords(thrown).message;
      }
    };
    return made;
  };

  /** The result as it is held when a button is pressed: by then its files may be others, on the disk. */
  const withResult = (act: (result: Shown) => unknown) => () =>
    item.state.kind === 'done' ? act(item.state.result) : undefined;
  const download = withResult(async (result) => {
    state.textContent = t('saving');
    const isSaved = acts.saving();
    const naming = { pattern: (await readSettings()).fileName, at: acts.place() };
    const file = await named(await finished(result), name, 'cutout', naming);
    await save(file.picture, file.name, acts.isPrivate());
    if (isSaved()) state.textContent = t('saved');
  });
  const copy = withResult(async (result) => {
    await copyToClipboard(finished(result, 'image/png'));
    state.textContent = t('copied');
  });
  const edit = withResult(
    ({ picture, matte }) => matte && openEditor({ picture, matte, name }, { isPrivate: acts.isPrivate() }),
  );

  const show = () => {
    const now = item.state;
    element.className = now.kind;
    progress.hidden = now.kind !== 'working';
    if (now.kind === 'working') progress.value = now.fraction;
    if (now.kind !== shown?.kind || now.kind === 'working') state.textContent = sentenceOf(now);
    if (now.kind === shown?.kind) return;
    const hadFocus = buttons.contains(document.activeElement);
    thumbnail.disabled = now.kind !== 'done';
    if (thumbnail.disabled) thumbnail.replaceChildren();
    switch (now.kind) {
      case 'waiting':
      case 'working':
        // The same button, so that it keeps the keyboard.
        if (shown?.kind !== 'waiting' && shown?.kind !== 'working') {
          buttons.replaceChildren(button(t('cancel'), acts.cancel));
        }
        break;
      case 'cancelled':
        buttons.replaceChildren(button(t('tryAgain'), () => acts.again()));
        break;
      case 'failed': {
        const { code } = now.error;
        const again = () => button(t('tryAgain'), () => acts.again());
        const steps = nextStepsAndLeave(now.error, acts.again, () => {
          const hadFocus = buttons.contains(document.activeElement);
          buttons.replaceChildren(again());
          if (hadFocus) buttons.querySelector('button')?.focus();
        });
        const byHand = () => openEditor({ picture: item.file, name }, { isPrivate: acts.isPrivate() });
        const other = [
          ...(code === 'no-person' ? [button(t('chooseYourself'), byHand)] : []),
          ...(canSucceed(now) ? [again()] : []),
        ];
        buttons.replaceChildren(...(steps.length > 0 ? stepButtons(steps) : other));
        break;
      }
      case 'done': {
        const edits = now.result.matte ? [button(t('edit'), edit)] : [];
        buttons.replaceChildren(button(t('download'), download), button(t('copy'), copy), ...edits);
        if (now.result.thumbnail) thumbnail.replaceChildren(imageOf(now.result.thumbnail));
        isOnBlurred = false;
      }
    }
    if (hadFocus && !buttons.contains(document.activeElement)) (buttons.querySelector('button') ?? removal).focus();
  };

  return {
    element,
    thumbnail,
    async lay(isBlurred) {
      if (item.state.kind !== 'done' || isBlurred === isOnBlurred) return;
      isOnBlurred = isBlurred;
      const { thumbnail: small, picture } = item.state.result;
      const laid = small && isBlurred ? await smallOnBlurred(small, picture) : small;
      if (laid && isBlurred === isOnBlurred) thumbnail.replaceChildren(imageOf(laid));
    },
    update() {
      if (item.state === shown) return;
      show();
      shown = item.state;
    },
  };
}
