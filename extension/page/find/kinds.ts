import { MIN_SIDE } from '../../../shared/sniff/limits.ts';
import { backgroundOf } from './background-of.ts';

/** How a page shows a picture, and what is known of it before its bytes are read. */
interface OfKind<Kind extends string, Where extends Element> {
  readonly kind: Kind;
  readonly element: Where;
  /** Absolute; where the bytes come from, or would. */
  readonly url?: string;
  /** Pixels of its own, where the page knows them. */
  readonly width?: number;
  readonly height?: number;
}

/** A picture of this document. */
export type PictureElement =
  | OfKind<'img', HTMLImageElement>
  | OfKind<'input', HTMLInputElement>
  | OfKind<'svg-image', SVGImageElement>
  /** `pseudo`: painted by `::before` or `::after`. */
  | (OfKind<'background', HTMLElement> & { readonly url: string; readonly pseudo?: string })
  | OfKind<'canvas', HTMLCanvasElement>
  | OfKind<'video', HTMLVideoElement>
  /** A video that shows its poster still. */
  | OfKind<'poster', HTMLVideoElement>
  /** A frame that this script can't look into. */
  | OfKind<'frame', HTMLIFrameElement>;

/** A picture that the browser named, and that this document can't see. */
export interface Unseen {
  readonly kind: 'unseen';
  readonly element?: undefined;
  readonly url: string;
  /** The page alone named it, and nobody pointed at it: another site's is fetched without the person's cookies. */
  readonly anonymous?: true;
  readonly width?: undefined;
  readonly height?: undefined;
}

export type Target = PictureElement | Unseen;

/** The picture that `element` shows itself; undefined where it shows none. */
export function pictureOf(element: Element): PictureElement | undefined {
  if (element instanceof HTMLImageElement) {
    const { naturalWidth: width, naturalHeight: height } = element;
    const url = awaited(element) ?? (element.currentSrc || element.src);
    return { kind: 'img', element, ...(url && { url }), ...(width > 0 && { width, height }) };
  }
  if (element instanceof HTMLInputElement && element.type === 'image')
    return { kind: 'input', element, url: element.src };
  if (element instanceof SVGImageElement) {
    return { kind: 'svg-image', element, url: new URL(element.href.baseVal, document.baseURI).href };
  }
  if (element instanceof HTMLCanvasElement) {
    return { kind: 'canvas', element, width: element.width, height: element.height };
  }
  if (element instanceof HTMLVideoElement) return ofVideo(element);
  if (element instanceof HTMLIFrameElement) return { kind: 'frame', element, ...(element.src && { url: element.src }) };
  const background = element instanceof HTMLElement && backgroundOf(element);
  return background ? { kind: 'background', element, ...background } : undefined;
}

function ofVideo(element: HTMLVideoElement): PictureElement {
  const { currentSrc: url, videoWidth: width, videoHeight: height, poster, paused, currentTime, played } = element;
  const untouched = paused && currentTime === 0 && played.length === 0;
  if (poster && untouched) return { kind: 'poster', element, url: poster };
  return { kind: 'video', element, ...(url && { url }), ...(width > 0 && { width, height }) };
}

const AWAITED = ['data-src', 'data-original', 'data-lazy-src', 'data-lazy'];

/** The URL of a lazy picture whose placeholder shows: it stands in an attribute that the page's script will read. */
function awaited(image: HTMLImageElement): string | undefined {
  if (image.complete && Math.min(image.naturalWidth, image.naturalHeight) >= MIN_SIDE) return undefined;
  if (!image.complete && !image.currentSrc.startsWith('data:')) return undefined;
  const value = AWAITED.map((name) => image.getAttribute(name)).find((each) => each);
  return value && URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI).href : undefined;
}

/** True for pictures that are other ones a moment later, though nothing in the document changes. */
export const isPassing = ({ kind }: Target): boolean => kind === 'canvas' || kind === 'video';

/** What to name files after: the picture's address, else the page's title. */
export const nameOf = ({ url }: Target): string => (url && /^https?:/i.test(url) ? url : document.title);
