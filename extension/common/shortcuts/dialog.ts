import { byId } from '../elements/dom.ts';
import { h } from '../elements/element.ts';
import { openHelp } from '../requests/help.ts';
import { t } from '../words/words.ts';
import { type Shortcut, shortcutLines } from './shortcuts.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('textarea, input:is([type=text], [type=number], [type=password])');

/** Has `?`, and the button `#show-shortcuts`, open a dialog with the shortcuts of this page. */
export function offerShortcuts(shortcuts: readonly Shortcut[]): void {
  let dialog: HTMLDialogElement | undefined;
  const open = () => {
    if (document.querySelector('dialog[open]')) return;
    dialog ??= document.body.appendChild(createDialog(shortcuts));
    dialog.showModal();
  };
  byId('show-shortcuts').onclick = open;
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || isTyping(event.target)) return;
    event.preventDefault();
    open();
  });
}

function createDialog(shortcuts: readonly Shortcut[]): HTMLDialogElement {
  const help = h('button', { type: 'button' }, t('help'));
  const close = h('button', { type: 'button', class: 'primary', autofocus: '' }, t('close'));
  const dialog = h(
    'dialog',
    { class: 'shortcuts', 'aria-labelledby': 'shortcuts-title' },
    h('h2', { id: 'shortcuts-title' }, t('shortcutsTitle')),
    h('ul', { class: 'shortcut-list' }, ...shortcutLines(shortcuts)),
    h('div', { class: 'ways' }, help, close),
  );
  help.onclick = () => void openHelp();
  close.onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    // The page behind it hears nothing. A dialog that was closed has the focus until the browser draws its next frame.
    if (dialog.open) event.stopPropagation();
  };
  return dialog;
}
