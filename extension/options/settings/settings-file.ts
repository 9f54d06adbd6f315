import { byId } from '../../common/elements/dom.ts';
import { changeSettings, readOwnSettings, resetSettings } from '../../common/storage/settings.ts';
import { Failure, inWords } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Settings } from '../../contracts/settings.ts';
import { fromFile, toFile } from '../../contracts/settings-file.ts';

const LARGEST_BYTES = 100_000;

/** Saves the settings as a file, takes them from one, puts all back to their defaults; the last two can be undone. */
export function offerSettingsFile(): void {
  const chooser = byId<HTMLInputElement>('settings-file');
  const undo = byId<HTMLButtonElement>('undo-settings');
  let before: Settings | undefined;
  const say = (sentence: string) => {
    byId('settings-said').textContent = sentence;
  };
  const replace = async (change: () => Promise<unknown>, done: string) => {
    try {
      const now = await readOwnSettings();
      await change();
      before = now;
      undo.hidden = false;
      say(done);
    } catch (thrown) {
      say(inWords(thrown).message);
    }
  };

  byId('export-settings').onclick = async () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([toFile(await readOwnSettings())], { type: 'application/json' }));
    link.download = 'matteo-settings.json';
    link.click();
    URL.revokeObjectURL(link.href);
    say(t('settingsExported'));
  };
  byId('import-settings').onclick = () => chooser.click();
  chooser.onchange = () => {
    const [file] = chooser.files ?? [];
    chooser.value = '';
    if (file) void replace(() => takeFrom(file), t('settingsImported'));
  };
  byId('reset-settings').onclick = () => replace(resetSettings, t('settingsReset'));
  undo.onclick = async () => {
    if (before) await changeSettings(before);
    before = undefined;
    undo.hidden = true;
    say(t('settingsAsBefore'));
  };
}

/** @throws Failure where it is no file of settings. */
async function takeFrom(file: Blob): Promise<void> {
  const text = file.size > LARGEST_BYTES ? '' : await file.text();
  const now = await readOwnSettings();
  const settings = fromFile(text, now.remote);
  if (!settings) throw new Failure('unsupported-format', t('noSettingsFile'));
  await changeSettings({ ...settings, own: now.own });
}
