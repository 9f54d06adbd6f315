import type { PageCommand, PlaceInTab } from '../../contracts/messages.ts';
import { browser } from '../browser/browser.ts';

/** What the editor made: both of the picture's size. */
export interface Edited {
  readonly cutout: Blob;
  readonly matte: Blob;
  /** It shows something that the page must not come to. */
  readonly secret?: true;
}

/** Whether a page still has the picture that was opened in the editor. False where its tab is closed, or was loaded anew. */
export const isStillThere = ({ place, ...frame }: PlaceInTab): Promise<boolean> =>
  tell(frame, { kind: 'page/holds', place });

/**
 * Shows what the editor made in the place that its picture came from.
 *
 * @returns false where the picture is not there any more.
 */
export const putIntoPage = ({ place, ...frame }: PlaceInTab, edited: Edited): Promise<boolean> =>
  tell(frame, { kind: 'page/put', place, ...edited });

/** False, too, where nobody listens. */
async function tell({ tab, frame }: Omit<PlaceInTab, 'place'>, command: PageCommand): Promise<boolean> {
  try {
    return (await browser.tabs.sendMessage(tab, command, { frameId: frame })) === true;
  } catch (thrown) {
    console.info(`Tab ${tab} does not listen.`, thrown);
    return false;
  }
}
