import type { Site } from '../driver/site.ts';

/** Where the pages of a run live: the page's own site, and another one that its scripts can't read. */
export interface Places {
  readonly own: Site;
  readonly other: Site;
  /** Another origin, and yet the same site: it gets its cookies when a page of `own` shows its pictures. */
  readonly sibling: Site;
}

/** The address that the `<img>` shows. */
export const SHOWN = '(shown)';

/** One way a page shows a picture, and what is to come of it. */
export interface Kind {
  readonly name: string;
  /** What the page's body holds; the picture is `#picture`, or what the page's script put into `globalThis.picture`. */
  readonly body: string;
  readonly headers?: Record<string, string>;
  /** What the browser's menu calls the picture, or `SHOWN`; where it has no name for it, the mouse lies on it. */
  readonly src?: string;
  /** True in a frame: `body` is then that of the frame's document, on this site. */
  readonly frame?: 'own' | 'other';
  /** Where the cutout comes to be seen. */
  readonly shown: 'in place' | 'beside';
  /** Got with the person's cookies: the page must not come to read it. */
  readonly secret?: true;
  /** The sentence to be told first; a screenshot is chosen then. */
  readonly refusal?: RegExp;
  /** A canvas context that the browser must have for it. */
  readonly needs?: 'webgl';
  /** Nothing more can be done after the refusal. */
  readonly final?: true;
  /** The file name's stem; the page's title where the picture has no address. */
  readonly stem?: string;
}

/** The document that shows a kind: on a colour that no picture has, so that what was cut away is seen. */
export const documentOf = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>` +
  `<style>body { margin: 24px; background: rgb(${BEHIND}) } iframe { border: 0 }</style><body>${body}`;

/** The page's own colour. */
export const BEHIND = [0, 200, 80] as const;
