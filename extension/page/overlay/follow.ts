const GAP = 8;
/** Below this width the card goes under the picture instead of onto it. */
const ROOMY = 260;

/**
 * Calls `draw` with the box of `element` now and whenever it, the window or the size of `follower` changes, until
 * stopped. An element that left the page has an empty box.
 */
export function follow(element: Element, draw: (box: DOMRect) => void, follower?: HTMLElement): () => void {
  let last = '';
  let frame = 0;
  const look = () => {
    const box = element.getBoundingClientRect();
    const own = follower ? `${follower.offsetWidth} ${follower.offsetHeight}` : '';
    const now = `${box.x} ${box.y} ${box.width} ${box.height} ${innerWidth} ${innerHeight} ${own}`;
    if (now !== last) draw(box);
    last = now;
    frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

/** Puts `card` at the lower edge of the part of `box` that the window shows, or under a small one. */
export function place(card: HTMLElement, box: DOMRect): void {
  card.classList.toggle('narrow', innerWidth < 640);
  const { width, height } = card.getBoundingClientRect();
  const inside = box.width >= Math.max(ROOMY, width) && box.height >= height * 2.5;
  const bottom = Math.min(box.bottom, innerHeight);
  const top = inside ? bottom - height - GAP : box.bottom + GAP;
  const left = (Math.max(box.left, 0) + Math.min(box.right, innerWidth) - width) / 2;
  move(card, clamp(left, GAP, innerWidth - width - GAP), clamp(top, GAP, innerHeight - height - GAP));
}

const move = (card: HTMLElement, left: number, top: number) => {
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
};
