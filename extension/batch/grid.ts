import { byId, isRightToLeft } from '../common/elements/dom.ts';
import { changeSettings } from '../common/storage/settings.ts';
import type { ListView } from '../contracts/settings.ts';

const PICTURE = '.thumbnail:enabled';
const views = () => [...document.querySelectorAll<HTMLInputElement>('[name=list-view]')];

/** Shows the list as rows or as a grid, as it was chosen last; a choice is kept. Arrow keys lead from picture to picture. */
export function offerViews(chosen: ListView): void {
  const show = (view: ListView) => byId('list').classList.toggle('grid', view === 'grid');
  for (const radio of views()) {
    radio.checked = radio.value === chosen;
    radio.onchange = () => {
      const listView = radio.value as ListView;
      show(listView);
      void changeSettings({ listView });
    };
  }
  show(chosen);
  byId('list').addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const at = event.target instanceof HTMLElement && event.target.matches(PICTURE) && event.target.closest('li');
    if (!at) return;
    if (event.key === 'Delete') return at.querySelector<HTMLElement>('.remove')?.click();
    const to = pictureFrom(at, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
}

/** The picture that a key leads to from an item; those that have none yet are passed over. */
function pictureFrom(at: HTMLLIElement, key: string): HTMLElement | undefined {
  const items = [...byId('list').children] as HTMLElement[];
  const forward = isRightToLeft() ? -1 : 1;
  const columns = columnsOf(items);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -forward,
    ArrowRight: forward,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: 1,
    End: -1,
  };
  const step = steps[key];
  if (!step) return undefined;
  const first = { Home: 0, End: items.length - 1 }[key] ?? items.indexOf(at) + step;
  for (let i = first; i >= 0 && i < items.length; i += step) {
    const picture = items[i].querySelector<HTMLElement>(PICTURE);
    if (picture) return picture;
  }
  return undefined;
}

/** How many items lie beside one another. */
function columnsOf(items: readonly HTMLElement[]): number {
  const next = items.findIndex(({ offsetTop }) => offsetTop !== items[0].offsetTop);
  return next < 0 ? items.length : next;
}
