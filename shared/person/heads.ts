import type { Tensor } from '../image/picture.ts';
import { type Component, componentsOf, INSIDE } from './components.ts';

/** A region smaller than this share of the largest face is no face, but an ear, a hand, or a picture on a wall. */
const LEAST_FACE = 0.1;
/** Regions whose middles are nearer than this share of their longest side are pieces of one face, divided by hair, glasses or a hand. */
const APART = 0.7;

/**
 * Separates heads that touch. The border is where the distances to both faces, measured within the heads, are equal.
 *
 * @param heads the probability of head at each pixel, `[1, 1, height, width]`.
 * @param faces that of face.
 * @returns `heads`, or a copy in which a line of ½ separates those of different faces.
 */
export function headsApart(heads: Tensor, faces: Tensor): Tensor {
  const [, , height, width] = heads.dims;
  const { labels, components } = componentsOf(faces);
  const faceOf = facesOf(components);
  if (Math.max(0, ...faceOf) < 2) return heads;
  const owner = labels.map((label) => (label ? faceOf[label - 1] : 0));
  const front = [...owner.keys()].filter((i) => owner[i] > 0);
  const data = heads.data.slice();
  /** Calls `see` with the neighbours of a pixel. */
  const around = (at: number, see: (next: number) => void) => {
    const x = at % width;
    if (x > 0) see(at - 1);
    if (x < width - 1) see(at + 1);
    if (at >= width) see(at - width);
    if (at < (height - 1) * width) see(at + width);
  };
  for (const at of front)
    around(at, (next) => {
      if (owner[next] || heads.data[next] <= INSIDE) return;
      owner[next] = owner[at];
      front.push(next);
    });
  for (const at of front)
    around(at, (next) => {
      if (owner[next] > owner[at]) data[at] = INSIDE;
    });
  return { dims: heads.dims, data };
}

/** The number of the face to which each component belongs, counted from 1; 0 for specks. */
function facesOf(components: readonly Component[]): number[] {
  const least = LEAST_FACE * Math.max(0, ...components.map(({ pixels }) => pixels));
  const found: Component[] = [];
  const faceOf = components.map(() => 0);
  const bySize = [...components.entries()].sort(([, a], [, b]) => b.pixels - a.pixels);
  for (const [i, component] of bySize) {
    if (component.pixels < least) continue;
    const known = found.findIndex((face) => isOne(face, component));
    faceOf[i] = known < 0 ? found.push(component) : known + 1;
  }
  return faceOf;
}

/** Whether two components are pieces of one face. */
function isOne({ box: a }: Component, { box: b }: Component): boolean {
  const [x, y] = [a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2];
  return Math.hypot(x, y) < APART * Math.max(a.width, a.height, b.width, b.height);
}
