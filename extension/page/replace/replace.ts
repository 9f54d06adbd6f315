import { candidate, decidersOf } from '../find/candidates.ts';
import { Attributes } from './attributes.ts';
import { pinBox } from './pin-box.ts';
import { whenLoaded } from './when-loaded.ts';

/** Something else shown in the place of a picture of the page. */
export interface Replacement {
  /** Shows `picture`, `width` pixels wide, in the same box. Rejects when the page forbids it; nothing is changed then. */
  show(picture: Blob, width: number): Promise<void>;
  /** Shows the original as long as `original`. */
  compare(original: boolean): Promise<void>;
  /** Puts the page back exactly as it was. */
  undo(): Promise<void>;
}

/** `other`: the page gave the element another picture; `same`: it keeps putting its own picture back. */
export type Taken = 'other' | 'same';

/** A page that puts its own picture back this often within that time is left its element; a canvas goes over it. */
const PATIENCE = { times: 3, ms: 2000 };

/**
 * Replaces what an `<img>` shows, through `srcset`. Its descriptor keeps the intrinsic size, so the page's layout does not move. `src`
 * is emptied: left alone it would be a candidate beside `srcset`, and without it styles of `img[src]` would no longer apply.
 *
 * @param onTaken called when the page takes the element back; the replacement has let go by then.
 */
export function replaceImage(image: HTMLImageElement, onTaken: (by: Taken) => void): Replacement {
  const attributes = new Attributes();
  const box = pinBox(image);
  const naturalWidth = image.naturalWidth || image.width || 1;
  let shown: { url: string; width: number } | undefined;
  let turn = 0;
  let comparing = false;
  let putBack: number[] = [];

  const put = ({ url, width }: { url: string; width: number }) => {
    const srcsets = decidersOf(image).map((each) => [each, candidate(each, url, width, naturalWidth)] as const);
    if (image.loading === 'lazy') attributes.set(image, 'loading', 'eager');
    for (const [each, srcset] of srcsets) attributes.set(each, 'srcset', srcset);
    if (image.hasAttribute('src')) attributes.set(image, 'src', '');
  };
  /** Changes what is shown with the box pinned; `false` when a later change overtook this one. */
  const change = async (act: () => void): Promise<boolean> => {
    const mine = ++turn;
    page.disconnect();
    box.pin();
    await whenLoaded(image, act);
    return mine === turn;
  };
  /** Whose picture the element has been given meanwhile. */
  const takenBy = (): Taken | undefined => {
    const taken = attributes.taken();
    if (taken.length === 0) return undefined;
    return taken.every(({ was, now }) => was === now) ? 'same' : 'other';
  };
  const restore = () => {
    attributes.restore();
    forgetDensity(image);
  };
  const letGo = () => {
    page.disconnect();
    restore();
    box.free();
    if (shown) URL.revokeObjectURL(shown.url);
    shown = undefined;
  };
  const watchPage = () => {
    for (const each of decidersOf(image)) page.observe(each, { attributeFilter: ['src', 'srcset'] });
  };
  const lose = (by: Taken) => {
    turn++;
    letGo();
    onTaken(by);
  };
  const page = new MutationObserver(() => {
    const by = takenBy();
    if (!by || !shown) return;
    const now = performance.now();
    putBack = [...putBack.filter((at) => now - at < PATIENCE.ms), now];
    if (by === 'other' || putBack.length > PATIENCE.times) return lose(by);
    const current = shown;
    change(() => put(current)).then(
      (done) => (done ? settle() : undefined),
      () => lose('same'),
    );
  });
  /** The end of a change; the page may have made its own meanwhile. */
  const settle = () => {
    const by = takenBy();
    if (by) return lose(by);
    box.relax();
    watchPage();
  };

  return {
    async show(picture, width) {
      const next = { url: URL.createObjectURL(picture), width };
      try {
        if (!(await change(() => put(next)))) return URL.revokeObjectURL(next.url);
      } catch (thrown) {
        URL.revokeObjectURL(next.url);
        letGo();
        throw thrown;
      }
      if (shown) URL.revokeObjectURL(shown.url);
      shown = next;
      comparing = false;
      settle();
    },
    async compare(original) {
      const current = shown;
      if (!current || original === comparing) return;
      comparing = original;
      const done = await change(() => (original ? restore() : put(current))).catch(() => true);
      if (done && !original) settle();
    },
    async undo() {
      // An element outside the document loads nothing to wait for.
      if (!comparing && image.isConnected) await change(restore).catch(() => {});
      letGo();
    },
  };
}

/** Without `srcset` Chromium goes on with the last density that there was, and the intrinsic size would be wrong. */
function forgetDensity(image: HTMLImageElement): void {
  if (image.hasAttribute('srcset')) return;
  image.setAttribute('srcset', 'about:blank 1x');
  image.removeAttribute('srcset');
}
