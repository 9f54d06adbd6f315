import { boxOf } from '../../common/browser/unshadowed.ts';
import { type Box, freePlace, GAP } from './free-place.ts';

/** Beside a picture smaller than this a card takes as much room all the same. */
const LEAST_ROOM = 160;
/** What a card says lies above it where there is this much room. */
const ROOM_TO_SAY = 64;

/**
 * Calls `draw` with the box of `element`, now and whenever something changes: that box, the window, the size of `follower`, or what
 * lies around it. An element that left the page has an empty box.
 *
 * @returns stops it.
 */
export function follow(element: Element, draw: (box: DOMRect) => void, follower?: HTMLElement): () => void {
  let last = '';
  let frame = 0;
  const look = () => {
    const box = boxOf(element);
    const boxes = [box, ...(follower ? takenBefore(follower) : [])].map(({ x, y, width, height }) => [
      x,
      y,
      width,
      height,
    ]);
    const now = [...boxes, innerWidth, innerHeight, follower?.offsetWidth, follower?.offsetHeight].join(' ');
    if (now !== last) draw(box);
    last = now;
    frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}

/**
 * The boxes that a card makes room for: the cards that came before it, and those in the window's corner. Cards that came later make
 * room for it, so that two never chase each other.
 */
function takenBefore(card: HTMLElement): DOMRect[] {
  const corners = card.parentElement?.querySelector(':scope > .corners');
  const boxes = corners ? [corners.getBoundingClientRect()] : [];
  for (let at = card.previousElementSibling; at; at = at.previousElementSibling) {
    if (at.matches('.place:not(.away)')) boxes.push(at.getBoundingClientRect());
  }
  return boxes.filter(({ width, height }) => width > 0 && height > 0);
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

/**
 * Places `card` at the lower edge of the part of `box` that the window shows. Where the picture is too small for it, it goes below
 * the picture, or above where there is no room. Where another card is, it goes beside that. It goes out of sight with the
 * picture, unless it has the keyboard. A card that `rises` stands on its lower edge: what opens in it opens upwards, and its
 * buttons stay where they are.
 */
export function place(card: HTMLElement, box: DOMRect): void {
  card.classList.remove('narrow');
  const roomy = Math.min(box.width, innerWidth) - 2 * GAP;
  card.classList.toggle('narrow', card.offsetWidth > roomy);
  card.style.setProperty('--room', `${Math.max(LEAST_ROOM, roomy)}px`);
  const { width, height } = card.getBoundingClientRect();
  const closed = height - (card.querySelector<HTMLElement>('.folded:not([hidden])')?.offsetHeight ?? 0);
  const away = box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth || box.height === 0;
  card.classList.toggle('away', away && !card.matches(':focus-within'));
  const inside = width <= roomy && box.height >= closed * 2.5;
  const bottom = Math.min(box.bottom, innerHeight) - height - GAP;
  const under = box.bottom + GAP;
  const over = box.top - height - GAP;
  const below = !inside && (under + closed <= innerHeight || over < 0);
  const left = (Math.max(box.left, 0) + Math.min(box.right, innerWidth) - width) / 2;
  const wanted: Box = {
    left: clamp(left, GAP, innerWidth - width - GAP),
    top: clamp(inside ? bottom : below ? under : over, GAP, innerHeight - height - GAP),
    width,
    height,
  };
  const free = freePlace(wanted, takenBefore(card), { width: innerWidth, height: innerHeight });
  card.classList.toggle('rises', !below);
  card.classList.toggle('low', free.top >= ROOM_TO_SAY);
  card.style.transform = `translate(${Math.round(free.left)}px, ${Math.round(free.top)}px)`;
}
