import { backdrops, forgetBackdrop, type KeptBackdrop, onBackdropsChanged } from '../storage/backdrops.ts';
import { t } from '../words/words.ts';
import { byId } from './dom.ts';
import { h, icon } from './element.ts';
import { replaceRows } from './replace-rows.ts';

const CROSS = 'M4 4l8 8M12 4l-8 8';

/** Lists the pictures of one's own that were backgrounds in `#backdrops`, kept up to date; `onChoose` is told of the one that is clicked. */
export function showBackdrops(onChoose: (picture: Blob) => void): void {
  const element = byId('backdrops');
  const list = async () => {
    const kept = await backdrops().catch(() => []);
    for (const image of element.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    const rows = kept.map((backdrop, at) => row(backdrop, at + 1, onChoose));
    replaceRows(element, rows, '.pick');
    element.hidden = kept.length === 0;
  };
  onBackdropsChanged(() => void list());
  void list();
}

function row(
  { id, picture, thumbnail }: KeptBackdrop,
  number: number,
  onChoose: (picture: Blob) => void,
): HTMLLIElement {
  const button = (className: string, label: string, content: Element, act: () => void) => {
    const made = h('button', { type: 'button', class: className, 'aria-label': label, title: label }, content);
    made.onclick = act;
    return made;
  };
  const image = h('img', { src: URL.createObjectURL(thumbnail), alt: '' });
  return h(
    'li',
    { 'data-key': id },
    button('pick', t('ownBackdrop', String(number)), image, () => onChoose(picture)),
    button('bare forget', t('forgetBackdrop', String(number)), icon(CROSS), () => void forgetBackdrop(id)),
  );
}
