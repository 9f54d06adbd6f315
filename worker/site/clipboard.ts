import { byId } from './dom.ts';
import { SAY } from './strings.ts';

/** Makes the copy button put what `current` gives on the clipboard; hides it where the browser can't. */
export function createCopy(current: () => Blob | undefined): void {
  const button = byId('copy', HTMLButtonElement);
  const said = byId('copied', HTMLParagraphElement);
  button.hidden = typeof ClipboardItem === 'undefined' || !navigator.clipboard;
  button.addEventListener('click', async () => {
    const png = current();
    if (!png) return;
    said.textContent = '';
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
      said.textContent = SAY.copied;
    } catch {
      said.textContent = SAY.copyFailed;
    }
  });
}
