import { byId } from '../common/dom.ts';

const pictureOf = (files: FileList | undefined | null): File | undefined => [...(files ?? [])][0];

/**
 * Listens for pictures that are chosen, dropped or pasted.
 *
 * @param onNone called when something without a file was dropped or pasted.
 */
export function listenForPictures(onPicture: (file: File) => void, onNone: () => void): void {
  const take = (files: FileList | undefined | null) => {
    const file = pictureOf(files);
    if (file) onPicture(file);
    else onNone();
  };
  const chooser = byId<HTMLInputElement>('chooser');
  byId('choose').onclick = () => chooser.click();
  chooser.onchange = () => {
    if (chooser.files?.length) take(chooser.files);
    chooser.value = '';
  };
  document.addEventListener('paste', (event) => take(event.clipboardData?.files));
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
