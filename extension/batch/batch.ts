import { overallProgress } from '../../shared/pipeline/stages.ts';
import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { listenForFolders, listenForPictures } from '../common/elements/intake.ts';
import { notice } from '../common/elements/notice.ts';
import { showRecents } from '../common/elements/recents.ts';
import { cutOut, save } from '../common/engine/ask-engine.ts';
import { TooLarge, zip } from '../common/files/zip.ts';
import { offerShortcuts } from '../common/shortcuts/dialog.ts';
import { BATCH_SHORTCUTS } from '../common/shortcuts/shortcuts.ts';
import { adopt, forgetItems, type LeftItem, leftItems } from '../common/storage/batches.ts';
import { handedOver } from '../common/storage/hand-over.ts';
import { speak } from '../common/storage/language.ts';
import { readSettings } from '../common/storage/settings.ts';
import { followTheme } from '../common/storage/theme.ts';
import { thumbnailOf } from '../common/storage/thumbnail.ts';
import { inWords } from '../common/words/failure.ts';
import { resultName } from '../common/words/file-name.ts';
import { stageWords } from '../common/words/stage-words.ts';
import { localise, t } from '../common/words/words.ts';
import { extensionNow, finished, showFinishing } from './finishing.ts';
import { createKeptList } from './keeping.ts';
import { type Begun, type Item, Queue } from './queue.ts';
import { createRow, type Row, type Shown } from './row.ts';
import { canSucceed, showSum } from './sum.ts';

/** The longer side of a small copy: sharp in the list and in the grid, on dense screens, too. */
const THUMBNAIL = 320;

let isPrivate = true;
const keptList = createKeptList(
  () => notice(t('batchNotKept')),
  (item, result) => queue.exchange(item, result),
);
const rows = new Map<Item<Shown>, Row>();

const queue = new Queue<Shown>(
  async (file, consent, signal, tell) => {
    const { name } = file;
    const { cutout, matte, person } = await cutOut(
      { picture: file, outputs: ['cutout', 'matte'], ...(consent && { consent }), ...(!isPrivate && { name }) },
      { signal, onProgress: (stage, fraction) => tell(overallProgress(stage, fraction), stageWords(stage)) },
    );
    const thumbnail = cutout && (await thumbnailOf(cutout, THUMBNAIL));
    return {
      name,
      picture: file,
      cutout: cutout as Blob,
      person,
      ...(matte && { matte }),
      ...(thumbnail && { thumbnail }),
    };
  },
  {
    came(items) {
      byId('list').append(...items.map((item) => rowOf(item).element));
      if (!isPrivate) keptList.came(items);
      showSum(queue);
    },
    gone(items) {
      for (const item of items) {
        rows.get(item)?.element.remove();
        rows.delete(item);
      }
      if (!isPrivate) keptList.gone(items);
      showSum(queue);
    },
    changed(item) {
      rows.get(item)?.update();
      if (!isPrivate) keptList.changed(item);
      showSum(queue);
    },
  },
);

function rowOf(item: Item<Shown>): Row {
  const row = createRow(item, {
    isPrivate: () => isPrivate,
    again: (consent) => again(item, consent),
    cancel: () => queue.cancel(item),
    remove: () => remove(item),
  });
  row.update();
  rows.set(item, row);
  return row;
}

/** The keyboard goes on with the row that follows. */
function remove(item: Item<Shown>): void {
  const row = rows.get(item)?.element;
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  queue.remove(item);
  (next?.querySelector<HTMLElement>('.remove') ?? byId('choose')).focus();
}

/** A “Send always” is an answer for all that asked. */
function again(item: Item<Shown>, consent?: Parameters<Queue<Shown>['again']>[1]): void {
  const alike = ({ state }: Item<Shown>) => state.kind === 'failed' && state.error.code === 'remote-offered';
  const all = consent === 'always' ? queue.items.filter(alike) : [item];
  for (const each of all) queue.again(each, consent);
}

async function saveZip(): Promise<void> {
  const said = byId('said');
  const button = byId<HTMLButtonElement>('zip');
  button.disabled = true;
  try {
    const { fileName } = await readSettings();
    const extension = extensionNow();
    const done = queue.items.flatMap(({ state }) => (state.kind === 'done' ? [state.result] : []));
    const missing = queue.items.length - done.length;
    const archive = await zip(
      done.map((result) => ({
        name: resultName(result.name, 'cutout', { pattern: fileName, extension }),
        file: () => finished(result),
      })),
      (packed) => {
        said.textContent = t('zipping', String(packed + 1), String(done.length));
      },
    );
    said.textContent = t('saving');
    await save(archive, resultName('matteo', 'cutouts', { pattern: '{name}-{date}', extension: 'zip' }));
    said.textContent = missing
      ? t('zipSavedWithout', String(done.length), String(missing))
      : t('zipSaved', String(done.length));
  } catch (thrown) {
    said.textContent = thrown instanceof TooLarge ? t('zipTooLarge') : inWords(thrown).message;
  } finally {
    button.disabled = false;
  }
}

/** What a closed tab left undone can be gone on with here. */
async function offerLeftItems(): Promise<void> {
  const left = await leftItems().catch(() => []);
  if (left.length === 0) return;
  const goOn = async () => {
    notice('');
    const adopted = await adopt(left);
    queue.restore(adopted.map(begunOf), (item, id) => keptList.adopt(item, id));
  };
  const say = (thrown: unknown) => notice(inWords(thrown).message);
  const forget = async () => {
    notice('');
    await forgetItems(left);
    byId('choose').focus();
  };
  notice(t('batchLeft', String(left.length)), [
    { label: t('batchGoOn'), act: () => void goOn().catch(say) },
    { label: t('batchForget'), act: () => void forget().catch(say) },
  ]);
}

const begunOf = ({ key, file, result, end }: LeftItem): Begun<Shown> => ({
  id: key,
  file,
  state: result ? { kind: 'done', result: { ...result, picture: file } } : (end ?? { kind: 'waiting' }),
});

function add(files: readonly File[]): void {
  notice('');
  byId('said').textContent = '';
  queue.add(files);
}

await Promise.all([speak(), followTheme()]);
localise(document);
document.title = `${t('batchTitle')} · Matteo`;
listenForPictures(add, () => notice(t('noPictureThere')));
offerShortcuts(BATCH_SHORTCUTS);
listenForFolders(add, () => notice(t('noPictureThere')));
byId('options').onclick = () => void browser.runtime.openOptionsPage();
byId('cancel-all').onclick = () => {
  queue.cancelAll();
  byId('choose').focus();
};
byId('clear-list').onclick = () => {
  byId('said').textContent = '';
  queue.clear();
  byId('choose').focus();
};
byId('again-failed').onclick = () => {
  for (const item of queue.items.filter(({ state }) => canSucceed(state))) queue.again(item);
};
byId('zip').onclick = () => void saveZip();
addEventListener('beforeunload', (event) => {
  if (queue.counts.waiting + queue.counts.working > 0) event.preventDefault();
});
showRecents(({ id, since: _, ...result }) => {
  queue.addDone(id, new File([result.picture], result.name), result);
});
showFinishing(await readSettings());
const handed = await handedOver();
isPrivate = handed.isPrivate;
if (!handed.files) notice(t('picturesNotArrived'));
else if (handed.files.length > 0) add(handed.files);
else byId('choose').focus();
if (!isPrivate) await offerLeftItems();
