import { overallProgress } from '../../shared/pipeline/stages.ts';
import { browser } from '../common/browser/browser.ts';
import { byId, disabledWhile } from '../common/elements/dom.ts';
import { listenForFolders, listenForPictures } from '../common/elements/intake.ts';
import { notice } from '../common/elements/notice.ts';
import { showRecents } from '../common/elements/recents.ts';
import { cutOut } from '../common/engine/ask-engine.ts';
import { offerShortcuts } from '../common/shortcuts/dialog.ts';
import { BATCH_SHORTCUTS } from '../common/shortcuts/shortcuts.ts';
import { handedOver } from '../common/storage/hand-over.ts';
import { speak } from '../common/storage/language.ts';
import { changeSettings, readSettings } from '../common/storage/settings.ts';
import { followTheme } from '../common/storage/theme.ts';
import { thumbnailOf } from '../common/storage/thumbnail.ts';
import { headInWords } from '../common/words/no-head.ts';
import { stageWords } from '../common/words/stage-words.ts';
import { localise, t } from '../common/words/words.ts';
import { createBehind } from './behind.ts';
import { showFinishing, THUMBNAIL } from './finishing.ts';
import { offerViews } from './grid.ts';
import { createKeptList } from './keeping.ts';
import { createLarge } from './large/large.ts';
import { offerLeftItems } from './left.ts';
import { type Item, Queue } from './queue.ts';
import { createRow, type Row, type Shown } from './row.ts';
import { saveAll } from './save-all.ts';
import { createSaved } from './saved.ts';
import { canSucceed, showSum } from './sum.ts';

let isPrivate = true;
const keptList = createKeptList(
  () => {
    byId('not-kept').hidden = false;
    byId('not-kept').textContent = t('batchNotKept');
  },
  (item, result) => queue.exchange(item, result),
);
const saved = createSaved();
const rows = new Map<Item<Shown>, Row>();
const behind = createBehind();
const headOnly = byId<HTMLInputElement>('batch-head');

const queue = new Queue<Shown>(
  async (file, consent, signal, tell) => {
    const { name } = file;
    const isHead = headOnly.checked;
    const { cutout, matte, person } = await cutOut(
      {
        picture: file,
        outputs: ['cutout', 'matte'],
        ...(isHead && { part: 'head' }),
        ...(consent && { consent }),
        ...(!isPrivate && { name }),
      },
      { signal, onProgress: (stage, fraction) => tell(overallProgress(stage, fraction), stageWords(stage)) },
    ).catch((thrown) => {
      throw isHead ? headInWords(thrown) : thrown;
    });
    const thumbnail = cutout && (await thumbnailOf(cutout, THUMBNAIL));
    return {
      name,
      picture: file,
      cutout: cutout as Blob,
      person,
      ...(isHead && { part: 'head' }),
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
        const row = rows.get(item);
        if (!row) continue;
        row.element.remove();
        behind.gone(row);
        rows.delete(item);
      }
      if (!isPrivate) keptList.gone(items);
      showSum(queue);
    },
    changed(item) {
      const row = rows.get(item);
      row?.update();
      if (row) behind.changed(row);
      saved.changed(item);
      if (!isPrivate) keptList.changed(item);
      showSum(queue);
    },
  },
);

function rowOf(item: Item<Shown>): Row {
  const row = createRow(item, {
    isPrivate: () => isPrivate,
    place: () => ({ n: queue.items.indexOf(item) + 1, of: queue.items.length }),
    again: (consent) => again(item, consent),
    cancel: () => queue.cancel(item),
    showLarge: () => showLarge(item),
    saving() {
      const note = saving([item]);
      return () => {
        note([item]);
        return saved.has(item);
      };
    },
    remove: () => remove(item),
  });
  row.update();
  rows.set(item, row);
  behind.came(row);
  return row;
}

const showLarge = createLarge(
  () => queue.items.filter(({ state }) => state.kind === 'done'),
  (item) => {
    const picture = rows.get(item)?.thumbnail;
    picture?.scrollIntoView({ block: 'nearest' });
    picture?.focus();
  },
);

/** Removes an item; the next row gets the keyboard focus. */
function remove(item: Item<Shown>): void {
  const row = rows.get(item);
  const next = row?.element.nextElementSibling ?? row?.element.previousElementSibling;
  const wasOnPicture = document.activeElement === row?.thumbnail;
  queue.remove(item);
  const picture = wasOnPicture ? next?.querySelector<HTMLElement>('.thumbnail:enabled') : undefined;
  (picture ?? next?.querySelector<HTMLElement>('.remove') ?? byId('choose')).focus();
}

/** Does an item again. “Send always” is the answer for all items that asked. */
function again(item: Item<Shown>, consent?: Parameters<Queue<Shown>['again']>[1]): void {
  const alike = ({ state }: Item<Shown>) => state.kind === 'failed' && state.error.code === 'remote-offered';
  const all = consent === 'always' ? queue.items.filter(alike) : [item];
  for (const each of all) queue.again(each, consent);
}

/** A save of items begins. Returns what notes those that were saved, so that nothing is lost when the tab is closed. */
function saving(items: readonly Item<Shown>[]): (those: readonly Item<Shown>[]) => void {
  const note = saved.begin(items);
  return (those) => {
    note(those);
    if (saved.hasAll(queue.items)) keptList.keepWhileOpen();
  };
}

const isLostWithTab = (item: Item<Shown>): boolean =>
  item.state.kind === 'done' && !saved.has(item) && !keptList.isKept(item);

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
headOnly.onchange = () => {
  byId('said').textContent = '';
  void changeSettings({ listHead: headOnly.checked });
  queue.redo();
};
byId('again-failed').onclick = () => {
  for (const item of queue.items.filter(({ state }) => canSucceed(state))) queue.again(item);
};
byId('zip').onclick = () => {
  const { items } = queue;
  void disabledWhile([byId<HTMLButtonElement>('zip')], () => saveAll(items, isPrivate)).then(saving(items));
};
addEventListener('beforeunload', (event) => {
  const isOpen = queue.counts.waiting + queue.counts.working > 0;
  if (isOpen || queue.items.some(isLostWithTab)) event.preventDefault();
});
showRecents(({ id, since: _, ...result }) => {
  const file = new File([result.picture], result.name);
  const isHead = result.part === 'head';
  if (isHead === headOnly.checked) queue.addDone(id, file, result);
  else add([file]);
});
const settings = await readSettings();
headOnly.checked = settings.listHead;
showFinishing(settings, behind.choose);
offerViews(settings.listView);
const handed = await handedOver();
isPrivate = handed.isPrivate;
if (!handed.files) notice(t('picturesNotArrived'));
else if (handed.files.length > 0) add(handed.files);
else byId('choose').focus();
if (!isPrivate) await offerLeftItems(queue, headOnly, (item, key) => keptList.adopt(item, key));
