import { Attributes } from './attributes.ts';
import { holdBox } from './hold-box.ts';
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

/**
 * Replaces what an `<img>` shows by way of `srcset`, whose density descriptor keeps the intrinsic size, so that the
 * page's layout does not move. Its `src` is emptied rather than removed (it would be a candidate beside `srcset`, and
 * `img[src]` may have styles); `<source>` siblings are switched off by their `media`.
 *
 * @param onTaken called when the page itself gives the element another picture; the replacement has let go by then.
 */
export function replaceImage(image: HTMLImageElement, onTaken: () => void): Replacement {
  const attributes = new Attributes();
  const box = holdBox(image);
  const naturalWidth = image.naturalWidth || image.width || 1;
  let shown: { url: string; srcset: string } | undefined;
  let turn = 0;
  let comparing = false;

  const put = (srcset: string) => {
    const siblings = image.parentElement instanceof HTMLPictureElement ? [...image.parentElement.children] : [];
    for (const sibling of siblings) {
      if (sibling instanceof HTMLSourceElement) attributes.set(sibling, 'media', 'not all');
    }
    if (image.loading === 'lazy') attributes.set(image, 'loading', 'eager');
    attributes.set(image, 'srcset', srcset);
    if (image.hasAttribute('src')) attributes.set(image, 'src', '');
  };
  /** Changes what is shown with the box held still; `false` when a later change overtook this one. */
  const change = async (act: () => void): Promise<boolean> => {
    const mine = ++turn;
    page.disconnect();
    box.hold();
    await whenLoaded(image, act);
    return mine === turn;
  };
  const drop = () => {
    if (shown) URL.revokeObjectURL(shown.url);
    shown = undefined;
  };
  const watchPage = () => page.observe(image, { attributeFilter: ['src', 'srcset'] });
  const page = new MutationObserver(() => {
    const src = image.getAttribute('src');
    const srcset = image.getAttribute('srcset');
    if (!src && srcset === shown?.srcset) return;
    page.disconnect();
    attributes.restore();
    if (src) image.setAttribute('src', src);
    if (srcset !== shown?.srcset) image.setAttribute('srcset', srcset ?? '');
    box.free();
    drop();
    onTaken();
  });

  return {
    async show(picture, width) {
      const url = URL.createObjectURL(picture);
      const srcset = `${url} ${width / naturalWidth}x`;
      try {
        if (!(await change(() => put(srcset)))) return URL.revokeObjectURL(url);
      } catch (thrown) {
        URL.revokeObjectURL(url);
        attributes.restore();
        box.free();
        drop();
        throw thrown;
      }
      drop();
      shown = { url, srcset };
      box.relax();
      watchPage();
    },
    async compare(original) {
      const current = shown;
      if (!current || original === comparing) return;
      comparing = original;
      const done = await change(() => (original ? attributes.restore() : put(current.srcset))).catch(() => true);
      if (done && !original) {
        box.relax();
        watchPage();
      }
    },
    async undo() {
      if (!comparing) await change(() => attributes.restore()).catch(() => {});
      box.free();
      drop();
    },
  };
}
