import { byId } from '../common/elements/dom.ts';
import { h } from '../common/elements/element.ts';
import { clearRecents, onRecentsChanged, type Recent, recents } from '../common/storage/recents.ts';
import { resultName } from '../common/words/file-name.ts';
import { t } from '../common/words/words.ts';

/** Lists the results of this session, kept up to date; `onChoose` is told of the one that is clicked. */
export function showRecents(onChoose: (recent: Recent) => void): void {
  const list = async () => {
    const results = await recents().catch(() => []);
    for (const image of byId('recent-results').querySelectorAll('img')) URL.revokeObjectURL(image.src);
    byId('recent-results').replaceChildren(...results.map((recent) => row(recent, () => onChoose(recent))));
    byId('recents').hidden = results.length === 0;
  };
  byId('clear-recents').onclick = () => void clearRecents();
  onRecentsChanged(() => void list());
  void list();
}

function row(recent: Recent, onClick: () => void): HTMLLIElement {
  const title = t('showRecent', resultName(recent.name, '', { pattern: '{name}' }).replace(/\.png$/, ''));
  const button = h(
    'button',
    { type: 'button', class: 'checkered', title, 'aria-label': title },
    h('img', { src: URL.createObjectURL(recent.thumbnail), alt: '' }),
  );
  button.onclick = onClick;
  return h('li', {}, button);
}
