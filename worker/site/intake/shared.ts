import { takeShared } from '../offline/share.ts';
import { SHARE_TAKEN } from '../offline/share-paths.ts';
import { SAY } from '../strings.ts';
import type { Intake } from './intake.ts';

/** Takes the picture that another app shared with this one, when the page was opened for it. */
export async function openShared({ onPicture, onNothing }: Intake): Promise<void> {
  const isShare = location.pathname + location.search === SHARE_TAKEN;
  if (isShare) history.replaceState(null, '', '/');
  const picture = await takeShared().catch(() => undefined);
  if (!isShare) return;
  if (picture) onPicture(picture);
  else onNothing(SAY.shareMissing);
}
