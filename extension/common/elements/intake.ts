import { byId } from './dom.ts';

/**
 * Listens for pictures that are chosen (by `#choose` and `#chooser`), dropped or pasted.
 *
 * @param onNone called when something without a file was dropped or pasted.
 * @param onChoose called in place of the file chooser, where opening it would close the page.
 */
export function listenForPictures(
  onPictures: (files: readonly File[]) => void,
  onNone: () => void,
  onChoose?: () => void,
): void {
  const take = (list: FileList | undefined | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onPictures(files);
    else onNone();
  };
  const chooser = byId<HTMLInputElement>('chooser');
  byId('choose').onclick = () => (onChoose ? onChoose() : chooser.click());
  chooser.onchange = () => {
    if (chooser.files?.length) take(chooser.files);
    chooser.value = '';
  };
  document.addEventListener('paste', (event) => {
    if (!(event.target instanceof HTMLInputElement)) take(event.clipboardData?.files);
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    take(event.dataTransfer?.files);
  });
}
