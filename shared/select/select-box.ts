import type { Box } from '../image/geometry.ts';
import type { Matte, Picture } from '../image/picture.ts';
import { type Steps, within } from '../steps.ts';
import { type ColourGrid, colourGrid, partOf, toGrid } from './colour-grid.ts';
import type { Learning } from './colours/learn-mixture.ts';
import { logOdds } from './colours/log-odds.ts';
import { cutterOf, SURE } from './cut.ts';
import { seenIn } from './seen-in.ts';
import type { Selection } from './selection.ts';
import { meansOn } from './stroke-cells.ts';

/** The margin around the box that is used, as a share of its longer side. */
const AROUND = 0.4;
/** The distance over which cells outside lose their weight for the background's colours, as a share of the same. */
const FADE = 0.1;
/** Rounds of learning colours and cutting. */
const ROUNDS = 4;
/** For each side. */
const LEARNING: Learning = { gaussians: 8, samples: 12_000 };
/** The first guess is a rounded diamond in the box, |x|ᵖ + |y|ᵖ ≤ 1, because few things fill the corners of a box. */
const ROUNDNESS = 1.25;
/** The largest weight of a network's matte, as log-odds. */
const SEEN = 6;
/** If the box covers the whole picture, its border counts as background: this share of its sides. */
const RIM = 0.03;

/**
 * Selects the content of a loosely drawn box (Rother, Kolmogorov, Blake 2004, *GrabCut*). In turn, it models the colours inside and outside,
 * and cuts the grid along its edges, a few times. For the background, cells near the box have more weight.
 *
 * @param box in pixels of the picture; what lies beyond the picture is ignored.
 * @param people a network's matte of the picture, of its size. It is used if it shows one thing that fits the box, and
 *   otherwise ignored.
 * @throws RangeError where the box has no pixel of the picture.
 */
export function* selectBox(picture: Picture, box: Box, people?: Matte): Steps<Selection> {
  const inner = partOf(picture, box, 0);
  const part = partOf(picture, inner, AROUND * Math.max(inner.width, inner.height));
  const grid = yield* within(0, 0.2, colourGrid(picture, part));
  const { inside, behind } = placesOf(grid, inner);
  const cut = cutterOf(grid);
  const withRest = (found: Uint8Array) => behind.map((weight, cell) => (inside[cell] ? 1 - found[cell] : weight));
  const seen = people && seenIn(grid, meansOn(grid, people), inside, behind);
  let labels = seen ? Uint8Array.from(seen, Math.round) : middleOf(grid, inner, inside);
  let outside = withRest(labels);
  for (let round = 0; round < ROUNDS; round++) {
    const odds = logOdds(grid.colours, Float32Array.from(labels), outside, LEARNING);
    for (let cell = 0; cell < odds.length; cell++) {
      if (!inside[cell]) odds[cell] = -SURE;
      else if (seen) odds[cell] += SEEN * (2 * seen[cell] - 1);
    }
    const next = cut(odds);
    yield 0.2 + (0.8 * (round + 1)) / ROUNDS;
    // Nothing is selected any more: keep the previous selection.
    if (!next.includes(1)) break;
    labels = next;
    outside = withRest(labels);
  }
  return { part, coarse: { dims: [1, 1, grid.height, grid.width], data: Float32Array.from(labels) } };
}

/** Which cells the box holds, and how much each of the others tells of what is behind. */
function placesOf(grid: ColourGrid, box: Box): { inside: Uint8Array; behind: Float32Array } {
  const { width, height } = grid;
  const from = toGrid(grid, box.x, box.y);
  const to = toGrid(grid, box.x + box.width, box.y + box.height);
  const longer = Math.max(to.x - from.x, to.y - from.y);
  const inside = new Uint8Array(width * height);
  const behind = new Float32Array(width * height);
  let rest = 0;
  for (let y = 0, cell = 0; y < height; y++) {
    for (let x = 0; x < width; x++, cell++) {
      const out = Math.max(from.x - x - 0.5, x + 0.5 - to.x, from.y - y - 0.5, y + 0.5 - to.y);
      if (out > 0) {
        behind[cell] = Math.exp(-out / longer / FADE);
        rest++;
      } else inside[cell] = 1;
    }
  }
  if (rest < RIM * width * height) {
    for (let y = 0, cell = 0; y < height; y++) {
      for (let x = 0; x < width; x++, cell++) {
        const rim =
          Math.min(x + 0.5, width - x - 0.5) / width < RIM || Math.min(y + 0.5, height - y - 0.5) / height < RIM;
        if (rim) behind[cell] = 1;
      }
    }
  }
  return { inside, behind };
}

/** 1 in the cells that are likely the thing's: around the box's middle, and down to where it ends with the picture. */
function middleOf(grid: ColourGrid, box: Box, inside: Uint8Array): Uint8Array {
  const { width, height } = grid;
  const middle = new Uint8Array(width * height);
  const from = toGrid(grid, box.x, box.y);
  const to = toGrid(grid, box.x + box.width, box.y + box.height);
  // A figure that the picture's lower edge cuts is widest there.
  const isCut = to.y > height - 1;
  for (let y = 0, cell = 0; y < height; y++) {
    const down = (y + 0.5 - from.y) / (to.y - from.y);
    const beside = isCut ? 1 - down : Math.abs(2 * down - 1);
    for (let x = 0; x < width; x++, cell++) {
      const across = Math.abs((2 * (x + 0.5 - from.x)) / (to.x - from.x) - 1);
      if (down >= 0 && down <= 1 && across ** ROUNDNESS + beside ** ROUNDNESS <= 1) middle[cell] = 1;
    }
  }
  return middle.includes(1) ? middle : inside;
}
