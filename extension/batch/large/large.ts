import { byId, isRightToLeft } from '../../common/elements/dom.ts';
import { inWords } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import { finished } from '../finishing.ts';
import type { Item } from '../queue.ts';
import type { Shown } from '../row.ts';
import { listenForGestures } from './gestures.ts';
import { FITTED, type Place, panned, type View, zoomed } from './zooming.ts';

const STEP = 1.5;
/** How far Shift with an arrow key moves the picture, in CSS pixels. */
const ARROW_PAN = 80;

/**
 * The large view: one result as it would be saved, or its original, with all others a key away.
 *
 * @param done the items that are done now, in the list's order.
 * @param onClosed told of the item that was shown last.
 * @returns shows an item.
 */
export function createLarge(
  done: () => readonly Item<Shown>[],
  onClosed: (item: Item<Shown>) => void,
): (item: Item<Shown>) => void {
  const dialog = byId<HTMLDialogElement>('large');
  const stage = byId('large-stage');
  const image = byId<HTMLImageElement>('large-image');
  const compare = byId('large-compare');
  let shown: Item<Shown> | undefined;
  let view: View = FITTED;
  /** The picture that was asked for last: one that is ready later is not shown in its place. */
  let wanted: Promise<Blob> | undefined;

  const place = (next: View) => {
    view = next;
    image.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    stage.classList.toggle('zoomed', view.scale > 1);
  };
  const sizeOf = ({ clientWidth: width, clientHeight: height }: HTMLElement) => ({ width, height });
  const zoom = (factor: number, about: Place = { x: 0, y: 0 }) =>
    place(zoomed(view, factor, about, sizeOf(image), sizeOf(stage)));
  const pan = (by: Place) => place(panned(view, by, sizeOf(image), sizeOf(stage)));
  const clear = () => {
    URL.revokeObjectURL(image.src);
    image.removeAttribute('src');
  };

  const draw = async () => {
    const state = shown?.state;
    if (state?.kind !== 'done') return;
    const isOriginal = compare.ariaPressed === 'true';
    const made = isOriginal ? Promise.resolve(state.result.picture) : finished(state.result);
    wanted = made;
    byId('large-said').textContent = '';
    stage.ariaBusy = 'true';
    try {
      const picture = await made;
      if (wanted !== made) return;
      clear();
      image.src = URL.createObjectURL(picture);
      await image.decode();
    } catch (thrown) {
      if (wanted === made) byId('large-said').textContent = inWords(thrown).message;
    } finally {
      if (wanted === made) stage.ariaBusy = 'false';
    }
  };
  const setCompare = (isOriginal: boolean) => {
    compare.ariaPressed = String(isOriginal);
    image.alt = t(isOriginal ? 'editViewOriginal' : 'cutout');
    void draw();
  };
  const show = (item: Item<Shown>) => {
    const all = done();
    shown = item;
    byId('large-name').textContent = item.file.name;
    byId('large-place').textContent = t('pictureOf', String(all.indexOf(item) + 1), String(all.length));
    for (const id of ['large-previous', 'large-next']) byId(id).hidden = all.length < 2;
    place(FITTED);
    setCompare(false);
  };
  /** After the last one comes the first. */
  const go = (by: 1 | -1) => {
    const all = done();
    if (shown && all.length > 1) show(all[(all.indexOf(shown) + by + all.length) % all.length]);
  };
  const toggleCompare = () => setCompare(compare.ariaPressed !== 'true');

  const arrow = (key: string): Place | undefined =>
    ({
      ArrowLeft: { x: 1, y: 0 },
      ArrowRight: { x: -1, y: 0 },
      ArrowUp: { x: 0, y: 1 },
      ArrowDown: { x: 0, y: -1 },
    })[key];
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(STEP),
    '=': () => zoom(STEP),
    '-': () => zoom(1 / STEP),
    '0': () => place(FITTED),
    c: toggleCompare,
  };
  dialog.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const to = arrow(event.key);
    const act = keys[event.key.toLowerCase()];
    if (!to && !act) return;
    event.preventDefault();
    if (act) act();
    else if (to && event.shiftKey) pan({ x: to.x * ARROW_PAN, y: to.y * ARROW_PAN });
    else if (to && to.x !== 0) go(to.x > 0 === isRightToLeft() ? 1 : -1);
  });

  listenForGestures(stage, zoom, pan);
  byId('large-previous').onclick = () => go(-1);
  byId('large-next').onclick = () => go(1);
  byId('large-in').onclick = () => zoom(STEP);
  byId('large-out').onclick = () => zoom(1 / STEP);
  byId('large-fit').onclick = () => place(FITTED);
  byId('large-close').onclick = () => dialog.close();
  compare.onclick = toggleCompare;
  dialog.onclose = () => {
    wanted = undefined;
    clear();
    if (shown) onClosed(shown);
    shown = undefined;
  };

  return (item) => {
    dialog.showModal();
    show(item);
  };
}
