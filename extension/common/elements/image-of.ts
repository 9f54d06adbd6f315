import { h } from './element.ts';

/** An image of a small picture that words beside it name. The browser needs its address until it has read it, or has not been able to. */
export function imageOf(picture: Blob): HTMLImageElement {
  const image = h('img', { src: URL.createObjectURL(picture), alt: '' });
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
  return image;
}
