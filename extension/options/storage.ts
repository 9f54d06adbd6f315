import { clearNetworks } from '../../shared/web/own/kept.ts';
import { forgetVerdicts } from '../../shared/web/verdicts.ts';
import { byId } from '../common/elements/dom.ts';
import { forgetJobTimings } from '../common/engine/last-jobs.ts';
import { clearBackdrops } from '../common/storage/backdrops.ts';
import { clearBatches } from '../common/storage/batches.ts';
import { clearJobs } from '../common/storage/editor-jobs.ts';
import { clearRecents } from '../common/storage/recents.ts';
import { resetSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { t } from '../common/words/words.ts';

/** The button that clears all that the extension keeps, after a yes. */
export function offerToClear(onCleared: () => void): void {
  const dialog = byId<HTMLDialogElement>('clear-dialog');
  const said = byId('clear-said');
  byId('clear').onclick = () => {
    dialog.returnValue = '';
    dialog.showModal();
  };
  dialog.onclose = async () => {
    if (dialog.returnValue !== 'clear') return;
    try {
      await Promise.all([
        forgetVerdicts(),
        forgetJobTimings(),
        clearRecents(),
        clearJobs(),
        clearBatches(),
        clearBackdrops(),
        clearNetworks(),
        resetSettings(),
      ]);
      said.textContent = t('cleared');
      onCleared();
    } catch (thrown) {
      said.textContent = inWords(thrown).message;
    }
  };
}
