import { isPrivate } from '../../../shared/private-host.ts';
import { decidersOf } from './candidates.ts';
import type { Target } from './kinds.ts';
import { originalOf, pictureFile, sameFile } from './picture-address.ts';
import { readSrcset } from './srcset.ts';

/** A picture that the page itself names as the larger one of what it shows. */
export interface Larger {
  /** Absolute, http or https. */
  readonly url: string;
  /** Its pixels, where the page says them; a `srcset` says the width alone. */
  readonly width?: number;
  readonly height?: number;
}

/** What galleries and shops write on a picture, or on the link around it: the address of the full picture. */
const ADDRESSES = [
  ...['data-full', 'data-full-src', 'data-full-url', 'data-full-size', 'data-fullsize', 'data-full-image'],
  ...['data-original', 'data-original-src', 'data-orig-file', 'data-large', 'data-large-src', 'data-large_image'],
  ...['data-large-file', 'data-hires', 'data-highres', 'data-high-res-src', 'data-zoom', 'data-zoom-image'],
  ...['data-zoom-src', 'data-pswp-src', 'data-lightbox-src', 'data-fancybox-href', 'data-src'],
];

/** And its size: two attributes, or one with both numbers. */
const SIZES = [
  ['data-orig-size'],
  ['data-pswp-width', 'data-pswp-height'],
  ['data-large_image_width', 'data-large_image_height'],
  ['data-file-width', 'data-file-height'],
];

/** Formats that are decoded everywhere. */
const DECODED = /^image\/(jpe?g|png|webp|gif|avif)$/i;

/** Untrusted pages may write any number of them. */
const MOST = 4;

/**
 * Finds the larger pictures of what an `<img>` shows, by the page's own words alone, the likeliest first: attributes of
 * galleries, the link around it, the candidates of `srcset` and `<picture>`, `og:image` where it is plainly the same file.
 * Nothing is fetched. Other kinds of pictures have none.
 */
export function largerOf({ kind, element, url }: Target): readonly Larger[] {
  if (kind !== 'img') return [];
  const link = element.closest('a[href]');
  const named = [element, link].flatMap((at) => (at ? ADDRESSES.map((name) => at.getAttribute(name)) : []));
  const size = [element, link].map((at) => at && sizeOn(at)).find((found) => found);
  const href = link?.getAttribute('href');
  const linked = [href && pictureFile(absolute(href)), href && url && originalOf(url, absolute(href))];
  const found = [
    ...[...named, ...linked].map((each) => ({ url: each, ...size })),
    ...candidatesOf(element),
    ...(url ? ogImage(url) : []),
  ];
  const byUrl = new Map<string, Larger>();
  for (const each of found) {
    const address = absolute(each.url);
    if (address && address !== url && mayName(address) && !byUrl.has(address))
      byUrl.set(address, { ...each, url: address });
  }
  return [...byUrl.values()].slice(0, MOST);
}

/** A page of the internet leads nobody into their own network: nobody pointed at what lies there. */
const mayName = (address: string): boolean =>
  !isPrivate(new URL(address)) || (/^https?:$/.test(location.protocol) && isPrivate(location));

/** The candidates that have a size, the largest first. */
function candidatesOf(image: HTMLImageElement): Larger[] {
  const found = decidersOf(image)
    .filter((each) => each instanceof HTMLImageElement || !each.type || DECODED.test(each.type))
    .flatMap(({ srcset }) => readSrcset(srcset))
    .flatMap(({ url, descriptor }) => {
      if (!descriptor) return [];
      const { unit, value } = descriptor;
      return [{ url, width: Math.round(unit === 'w' ? value : value * image.naturalWidth) }];
    });
  return found.sort((a, b) => b.width - a.width).slice(0, 1);
}

/** `og:image`, where its file has the name of this picture's. */
function ogImage(url: string): Larger[] {
  const say = (property: string) =>
    document.head?.querySelector(`meta[property="og:image${property}"]`)?.getAttribute('content') ?? undefined;
  const address = absolute(say('') ?? say(':url'));
  return address && sameFile(address, url) ? [{ url: address, ...sizeFrom([say(':width'), say(':height')]) }] : [];
}

function sizeOn(element: Element): Omit<Larger, 'url'> | undefined {
  const sizes = SIZES.map((names) => names.map((name) => element.getAttribute(name)));
  return sizes.map((values) => sizeFrom(values.flatMap((value) => value?.split(/[,x×]/) ?? []))).find((size) => size);
}

function sizeFrom(values: readonly (string | undefined)[]): Omit<Larger, 'url'> | undefined {
  const [width, height] = values.map(Number);
  return width > 0 && height > 0 && Number.isFinite(width * height) ? { width, height } : undefined;
}

/** An address of the page, absolute; undefined for all but http and https, and for what carries a password. */
function absolute(address: string | null | undefined): string | undefined {
  if (!address || !URL.canParse(address, document.baseURI)) return undefined;
  const { protocol, username, password, href } = new URL(address, document.baseURI);
  return /^https?:$/.test(protocol) && !username && !password ? href.replace(/#.*$/, '') : undefined;
}
