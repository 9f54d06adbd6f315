/**
 * The elements that decide what an `<img>` shows: itself, and the `<source>`s before it in its `<picture>`.
 */
export function decidersOf(image: HTMLImageElement): (HTMLImageElement | HTMLSourceElement)[] {
  const siblings = image.parentElement instanceof HTMLPictureElement ? [...image.parentElement.children] : [];
  return [...siblings.filter((sibling) => sibling instanceof HTMLSourceElement), image];
}

/**
 * Writes a `srcset` with one candidate that shows `url`, `width` pixels wide, as large as the page's own candidates. Where those have
 * widths, `sizes` goes on deciding. Elsewhere the density keeps the image's intrinsic width.
 */
export function candidate(
  decider: HTMLImageElement | HTMLSourceElement,
  url: string,
  width: number,
  of: number,
): string {
  const byWidth = /\s\d+w\s*(,|$)/.test(decider.srcset);
  return byWidth ? `${url} ${width}w` : `${url} ${width / of}x`;
}
