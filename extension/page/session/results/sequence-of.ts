import { isPassing, type Target } from '../../find/kinds.ts';

const names = new WeakMap<Element, string>();

/** The name of the video or canvas that shows a picture, under which its frames follow one another; undefined for what stands still. */
export function sequenceOf(target: Target): string | undefined {
  const { element } = target;
  if (!element || !isPassing(target)) return undefined;
  const name = names.get(element) ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
  names.set(element, name);
  return name;
}
