import type { PlaceInTab } from '../../contracts/messages.ts';
import { ask } from './ask.ts';

/** What the editor is opened with: an encoded picture and its name. */
export interface EditorJob {
  readonly picture: Blob;
  /** PNG of the picture's size; absent where nobody was seen: all is chosen by hand then. */
  readonly matte?: Blob;
  readonly name: string;
  /** The place in a page that it came from. */
  readonly from?: PlaceInTab;
}

/**
 * Opens a picture and its matte in the editor, in a new tab beside the current one. For content scripts and extension
 * pages.
 *
 * @param options `isPrivate`: a page of the extension was opened from a private window; of tabs the background knows. `place`: the
 *   page script's name for the picture, by which the result may come back.
 * @throws CutoutError when the extension is gone, or the job could not be kept.
 */
export const openEditor = async (
  { picture, matte, name }: Omit<EditorJob, 'from'>,
  { isPrivate = false, place }: { readonly isPrivate?: boolean; readonly place?: string } = {},
): Promise<void> => {
  const named = { name: name.slice(0, 200), ...(place && { place }) };
  await ask({ kind: 'editor/open', picture, ...(matte && { matte }), ...named, isPrivate });
};
