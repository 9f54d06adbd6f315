import { byId } from './dom.ts';
import { droppedIn, picturesIn, picturesOfFolder } from './folders.ts';

/**
 * Listens for pictures that are chosen (by `#choose`, with the file chooser `#chooser`), dropped or pasted. Of a
 * folder, the pictures in it are taken.
 *
 * @param onNone called when something without a file was dropped or pasted.
 * @param onChoose called in place of the file chooser, where opening it may close the page.
 */
export function listenForPictures(
  onPictures: (files: readonly File[]) => void,
  onNone: () => void,
  onChoose?: () => void,
): void {
  const take = (list: Iterable<File> | undefined | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onPictures(files);
    else onNone();
  };
  byId('choose').onclick = onChoose ?? chooserOf(take);
  document.addEventListener('paste', ({ target, clipboardData }) => {
    const files = clipboardData?.files;
    if (files?.length || !takesText(target)) take(files);
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
    if (!event.dataTransfer) return onNone();
    const { files, folders } = droppedIn(event.dataTransfer);
    if (folders.length === 0) return take(files);
    picturesIn(folders).then((found) => take([...files, ...found]), onNone);
  });
}

const TEXT_TYPES = new Set(['text', 'number', 'search', 'url', 'tel', 'email', 'password']);

/** Whether pasted text goes in there. */
function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT_TYPES.has(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

/** Lets a folder be chosen (by `#choose-folder`, with the file chooser `#folder-chooser`). */
export function listenForFolders(onPictures: (files: readonly File[]) => void, onNone: () => void): void {
  const chooser = byId<HTMLInputElement>('folder-chooser');
  chooser.onchange = () => {
    const files = picturesOfFolder(chooser.files ?? []);
    chooser.value = '';
    if (files.length > 0) onPictures(files);
    else onNone();
  };
  byId('choose-folder').onclick = () => chooser.click();
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
