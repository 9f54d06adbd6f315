const GAP = 8;
/** Beside a picture smaller than this a card takes as much room all the same. */
const LEAST_ROOM = 160;

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

/**
 * Puts `card` at the lower edge of the part of `box` that the window shows; a picture that is too small for it has it
 * below, or above where there is no room. Out of sight with the picture, unless it has the keyboard.
 */
export function place(card: HTMLElement, box: DOMRect): void {
  card.classList.remove('narrow');
  const roomy = Math.min(box.width, innerWidth) - 2 * GAP;
  card.classList.toggle('narrow', card.offsetWidth > roomy);
  card.style.setProperty('--room', `${Math.max(LEAST_ROOM, roomy)}px`);
  const { width, height } = card.getBoundingClientRect();
  const away = box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth || box.height === 0;
  card.classList.toggle('away', away && !card.matches(':focus-within'));
  const inside = width <= roomy && box.height >= height * 2.5;
  const bottom = Math.min(box.bottom, innerHeight) - height - GAP;
  const under = box.bottom + GAP;
  const over = box.top - height - GAP;
  const top = inside ? bottom : under + height <= innerHeight || over < 0 ? under : over;
  const left = (Math.max(box.left, 0) + Math.min(box.right, innerWidth) - width) / 2;
  move(card, clamp(left, GAP, innerWidth - width - GAP), clamp(top, GAP, innerHeight - height - GAP));
}

const move = (card: HTMLElement, left: number, top: number) => {
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
};
