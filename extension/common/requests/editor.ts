import { ask } from './ask.ts';

/** What the editor is opened with: an encoded picture and its name. */
export interface EditorJob {
  readonly picture: Blob;
  /** PNG of the picture's size; absent where nobody was seen: all is chosen by hand then. */
  readonly matte?: Blob;
  readonly name: string;
}

/**
 * Opens a picture and its matte in the editor, in a new tab beside the current one. For content scripts and extension
 * pages.
 *
 * @param isPrivate whether a page of the extension was opened from a private window; of tabs the background knows.
 * @throws CutoutError when the extension is gone, or the job could not be kept.
 */
export const openEditor = async ({ picture, matte, name }: EditorJob, isPrivate = false): Promise<void> => {
  await ask({ kind: 'editor/open', picture, ...(matte && { matte }), name: name.slice(0, 200), isPrivate });
};
