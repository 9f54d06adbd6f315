import { expect, it } from 'vitest';
import { componentsOf } from '../../../shared/person/components.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

/** The same by filling from each pixel, slowly. */
function filled(matte: ReturnType<typeof alphaTensor>) {
  const [height, width] = [matte.dims[2], matte.dims[3]];
  const labels = new Int32Array(matte.data.length);
  let count = 0;
  const fill = (x: number, y: number, label: number): void => {
    const at = y * width + x;
    if (x < 0 || y < 0 || x >= width || y >= height || labels[at] || matte.data[at] <= 0.5) return;
    labels[at] = label;
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ])
      fill(x + dx, y + dy, label);
  };
  for (let at = 0; at < labels.length; at++) {
    if (!labels[at] && matte.data[at] > 0.5) fill(at % width, Math.trunc(at / width), ++count);
  }
  return labels;
}

it.each([0.2, 0.5, 0.6, 0.8, 1])('regions are those of a flood fill, of noise with a share of %s', (share) => {
  let state = 7;
  const noise = alphaTensor(37, 41, () => {
    state = (state * 48271) % 2147483647;
    return Number(state / 2147483647 < share);
  });
  const { labels, components } = componentsOf(noise);
  expect([...labels]).toEqual([...filled(noise)]);
  for (const [i, { box, pixels }] of components.entries()) {
    const own = [...labels.entries()]
      .filter(([, label]) => label === i + 1)
      .map(([at]) => [at % 37, Math.trunc(at / 37)]);
    const [xs, ys] = [own.map(([x]) => x), own.map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    expect(box).toEqual({ x: left, y: top, width: Math.max(...xs) - left + 1, height: Math.max(...ys) - top + 1 });
    expect(pixels).toBe(own.length);
  }
});

it('arms that meet below are one region, and corners do not touch', () => {
  const rows = ['#.#.#', '#.#..', '###.#', '...#.'];
  const { components } = componentsOf(alphaTensor(5, 4, (x, y) => Number(rows[y][x] === '#')));
  expect(components.map(({ pixels }) => pixels)).toEqual([7, 1, 1, 1]);
});
