import { Attributes } from './attributes.ts';

const TOLERANCE = 0.01;

/** Keeps an element's layout box still while what it shows changes. */
export function pinBox(element: HTMLElement): { pin(): void; relax(): void; free(): void } {
  const style = new Attributes();
  const size = () => {
    const { width, height } = element.getBoundingClientRect();
    return { width, height };
  };
  let free = size();
  let isPinned = false;
  const pin = () => {
    if (isPinned) return;
    free = size();
    const { width, height, display } = getComputedStyle(element);
    if (display === 'none' || width === 'auto') return;
    style.style(element, { width, height });
    isPinned = true;
  };
  const release = () => {
    if (isPinned) style.restore();
    isPinned = false;
  };
  return {
    /** Pins the size it has now. */
    pin,
    /** Gives the size back to the page's own layout, unless that would make it another one. */
    relax() {
      const before = free;
      release();
      const after = size();
      const same =
        Math.abs(after.width - before.width) < TOLERANCE && Math.abs(after.height - before.height) < TOLERANCE;
      if (same) return;
      style.style(element, { width: `${before.width}px`, height: `${before.height}px`, 'box-sizing': 'border-box' });
      isPinned = true;
      free = before;
    },
    /** Gives the size back to the page. */
    free: release,
  };
}
