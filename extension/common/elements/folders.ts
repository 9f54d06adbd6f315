/** Folders hold much else; what a browser gives no type is known by its ending. */
const ENDING = /\.(avif|bmp|gif|heic|heif|ico|jfif|jpe?g|png|svg|tiff?|webp)$/i;

/** True for a file that may be a picture; hidden files are none. */
export const mayBePicture = ({ name, type }: Pick<File, 'name' | 'type'>): boolean =>
  !name.startsWith('.') && (type.startsWith('image/') || ENDING.test(name));

/** What was dropped: files by themselves, and folders. To be called while the event is dispatched. */
export function droppedIn({ items, files }: DataTransfer): { files: File[]; folders: FileSystemDirectoryEntry[] } {
  const folders: FileSystemDirectoryEntry[] = [];
  const single: File[] = [];
  for (const item of items) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : undefined;
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry as FileSystemDirectoryEntry);
    else if (file) single.push(file);
  }
  return { files: folders.length > 0 ? single : [...files], folders };
}

/** The pictures in folders and in the folders inside them, in the order of their paths. What can't be read is left out. */
export async function picturesIn(folders: readonly FileSystemDirectoryEntry[]): Promise<File[]> {
  const found: { path: string; file: File }[] = [];
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.isDirectory) {
      for (const inside of await entriesOf(entry as FileSystemDirectoryEntry)) await visit(inside);
      return;
    }
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file && mayBePicture(file)) found.push({ path: entry.fullPath, file });
  };
  for (const folder of folders) await visit(folder);
  return found.sort((a, b) => byPath(a.path, b.path)).map(({ file }) => file);
}

/** The pictures that were chosen with their folder, in the order of their paths. */
export const picturesOfFolder = (files: Iterable<File>): File[] =>
  [...files].filter(mayBePicture).sort((a, b) => byPath(a.webkitRelativePath, b.webkitRelativePath));

const byPath = new Intl.Collator(undefined, { numeric: true }).compare;

/** Undefined for a file that is gone or closed to the browser. */
const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));

/** All entries of a folder that can be read; a reader hands them out in parts, the last of which is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (part.length === 0) return all;
    all.push(...part);
  }
}
