import { byId } from './dom.ts';

/**
 * Listens for pictures that are chosen (by `#choose`, with the file chooser `#chooser`), dropped or pasted.
 *
 * @param onNone called when something without a file was dropped or pasted.
 * @param onChoose called in place of the file chooser, where opening it may close the page.
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
  byId('choose').onclick = onChoose ?? chooserOf(take);
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

/** Opens the file chooser, and takes what is chosen. */
function chooserOf(take: (list: FileList) => void): () => void {
  const chooser = byId<HTMLInputElement>('chooser');
  chooser.onchange = () => {
    if (chooser.files?.length) take(chooser.files);
    chooser.value = '';
  };
  return () => chooser.click();
}
