import { clearRecents, onRecentsChanged, type Recent, recents } from '../storage/recents.ts';
import { resultName } from '../words/file-name.ts';
import { t } from '../words/words.ts';
import { byId, focusFirstShown } from './dom.ts';
import { h } from './element.ts';
import { imageOf } from './image-of.ts';
import { replaceRows } from './replace-rows.ts';

/**
 * Lists the results of this session in `#recents`, kept up to date; `onChoose` is told of the one that is clicked.
 *
 * @param onNotKept told when there was no room for one more, with what the page that asked for it calls it. Every page hears of it.
 */
export function showRecents(
  onChoose: (recent: Recent) => void,
  onNotKept: (resultId: string) => void = () => {},
): void {
  const list = async () => {
    const results = await recents().catch(() => []);
    const rows = results.map((recent) => row(recent, () => onChoose(recent)));
    const hadFocus = byId('recents').contains(document.activeElement);
    replaceRows(byId('recent-results'), rows);
    byId('recents').hidden = results.length === 0;
    // The keyboard goes on with what brings a result.
    if (hadFocus && results.length === 0) focusFirstShown(['choose', 'another', 'cancel']);
  };
  byId('clear-recents').onclick = () => void clearRecents();
  onRecentsChanged((told) => (told === 'changed' ? void list() : onNotKept(told.notKept)));
  void list();
}

function row({ id, name, since, thumbnail }: Recent, onClick: () => void): HTMLLIElement {
  const shown = resultName(name, '', { pattern: '{name}' }).replace(/\.png$/, '');
  const time = since.toLocaleTimeString(t('languageTag'), { timeStyle: 'short' });
  const title = t('showRecent', `${shown}, ${time}`);
  const button = h(
    'button',
    { type: 'button', title },
    h('span', { class: 'checkered' }, imageOf(thumbnail)),
    h('span', { class: 'recent-name', dir: 'auto' }, shown),
    ' ',
    h('time', { datetime: since.toISOString() }, time),
  );
  button.onclick = onClick;
  return h('li', { 'data-key': id }, button);
}
