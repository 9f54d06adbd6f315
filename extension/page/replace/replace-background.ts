import { styleOf } from '../../common/browser/unshadowed.ts';
import type { PictureElement } from '../find/kinds.ts';
import { Attributes } from './attributes.ts';
import type { Replacement } from './replace.ts';

type Background = Extract<PictureElement, { kind: 'background' }>;

/** How long a picture may take to come up before the page is taken to show it. */
const SETTLE_MS = 500;

/**
 * Replaces one picture among an element's CSS backgrounds; size, place and the other layers stay as they are.
 *
 * @param onTaken called when the page itself gives the element another background; the replacement has let go by then.
 */
export function replaceBackground({ element, url }: Background, onTaken: () => void): Replacement {
  const attributes = new Attributes();
  const style = getComputedStyle(element);
  const original = style.backgroundImage;
  const named = `url("${url.replace(/["\\]/g, '\\$&')}")`;
  /** As large as it is: a smaller preview would be laid out smaller. */
  const sizedByPicture = style.backgroundSize.split(',').some((size) => /^\s*auto(\s+auto)?\s*$/.test(size));
  let naturalWidth: number | undefined;
  let shown: { url: string; value: string } | undefined;

  const put = (value: string) => {
    attributes.style(element, { 'background-image': value, transition: 'none' });
  };
  const shownNow = () => styleOf(element).getPropertyValue('background-image');
  const drop = () => {
    if (shown) URL.revokeObjectURL(shown.url);
    shown = undefined;
  };
  const page = new MutationObserver(() => {
    if (shownNow() === shown?.value) return;
    page.disconnect();
    drop();
    onTaken();
  });

  return {
    async show(picture, width) {
      if (sizedByPicture) {
        naturalWidth ??= await widthOf(url);
        if (naturalWidth && width < naturalWidth) return;
      }
      const next = URL.createObjectURL(picture);
      page.disconnect();
      try {
        await refused(next, () => put(original.replaceAll(named, `url("${next}")`)));
      } catch (thrown) {
        URL.revokeObjectURL(next);
        attributes.restore();
        drop();
        throw thrown;
      }
      drop();
      shown = { url: next, value: shownNow() };
      page.observe(element, { attributeFilter: ['style'] });
    },
    async compare(showOriginal) {
      page.disconnect();
      if (showOriginal) return attributes.restore();
      if (!shown) return;
      put(shown.value);
      page.observe(element, { attributeFilter: ['style'] });
    },
    async undo() {
      page.disconnect();
      attributes.restore();
      drop();
    },
  };
}

const widthOf = async (url: string): Promise<number> => {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => {});
  return image.naturalWidth;
};

/** Makes a change that shows `url`. @throws Error when the page's Content-Security-Policy forbids it. */
async function refused(url: string, change: () => void): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const forbidden = new Promise<never>((_, reject) => {
    const onViolation = (event: SecurityPolicyViolationEvent) => {
      if (event.isTrusted && event.blockedURI === 'blob') reject(new Error('The page forbids the picture.'));
    };
    document.addEventListener('securitypolicyviolation', onViolation, { capture: true, signal });
  });
  const image = new Image();
  image.src = url;
  change();
  const settled = image.decode().then(() => new Promise((resolve) => setTimeout(resolve, SETTLE_MS)));
  try {
    await Promise.race([forbidden, settled]);
  } finally {
    controller.abort();
  }
}
