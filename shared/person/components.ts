import type { Box } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';

/** Alpha above this belongs to a person. */
export const INSIDE = 0.5;

/** A connected region. */
export interface Component {
  /** In pixels of the matte. */
  readonly box: Box;
  readonly pixels: number;
}

/**
 * 4-connected regions above ½, in two passes with union-find (Rosenfeld and Pfaltz 1966).
 *
 * @returns at each pixel the region's place in the list, counted from 1; 0 outside of all.
 */
export function componentsOf({ dims, data }: Tensor): { labels: Int32Array; components: Component[] } {
  const columns = dims[3];
  const labels = new Int32Array(data.length);
  // Of each preliminary label one that is the same region's, or itself.
  const same = [0];
  const first = (label: number): number => {
    while (same[label] !== label) label = same[label] = same[same[label]];
    return label;
  };
  for (let at = 0; at < data.length; at++) {
    if (data[at] <= INSIDE) continue;
    const left = at % columns && labels[at - 1];
    const above = labels[at - columns] || left;
    labels[at] = above || same.push(same.length) - 1;
    if (left && left !== above) {
      const [a, b] = [first(left), first(above)];
      same[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const components: { readonly box: { -readonly [side in keyof Box]: number }; pixels: number }[] = [];
  const places: number[] = [];
  for (let at = 0; at < data.length; at++) {
    if (!labels[at]) continue;
    const [x, y] = [at % columns, Math.trunc(at / columns)];
    const root = first(labels[at]);
    places[root] ??= components.push({ box: { x, y, width: 0, height: 0 }, pixels: 0 });
    labels[at] = places[root];
    const component = components[labels[at] - 1];
    component.pixels++;
    const { box } = component;
    const right = Math.max(box.x + box.width, x + 1);
    box.x = Math.min(box.x, x);
    box.width = right - box.x;
    box.height = y + 1 - box.y;
  }
  return { labels, components };
}
