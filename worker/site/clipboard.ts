import { byId } from './dom.ts';
import { SAY } from './strings.ts';

/** Makes the copy button put the PNG that `current` gives on the clipboard; hides it where the browser can't. */
export function createCopy(current: () => Promise<Blob | undefined>): void {
  const button = byId('copy', HTMLButtonElement);
  const said = byId('copied', HTMLParagraphElement);
  button.hidden = typeof ClipboardItem === 'undefined' || !navigator.clipboard;
  button.addEventListener('click', async () => {
    said.textContent = '';
    const png = current().then((picture) => picture ?? Promise.reject(new Error('There is no picture.')));
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
      said.textContent = SAY.copied;
    } catch {
      said.textContent = SAY.copyFailed;
    }
  });
}
