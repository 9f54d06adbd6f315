import type { Box } from '../../../shared/image/geometry.ts';
import type { Colour, Matte, Picture } from '../../../shared/image/picture.ts';
import { newTaps, samplePlaneRow, type Taps } from '../../../shared/image/taps.ts';
import type { Pyramid } from './pyramid.ts';
import { sampleRow } from './sample.ts';
import { type Line, sampleTurnedMatteRow, sampleTurnedRow } from './sample-turned.ts';
import { applied, inverse, type Point, type Similarity, scaleOf } from './similarity.ts';

/** Ways to look at a cutout while it is edited. */
export const VIEWS = ['result', 'checkerboard', 'colour', 'overlay', 'matte', 'original'] as const;
export type ViewMode = (typeof VIEWS)[number];

/** Something that covers a part of the picture's plane, at a size of its own. */
export interface Placed<Image> {
  readonly image: Image;
  /** What it covers, in pixels of the picture. */
  readonly area: Box;
}

/** What is laid under the cutout, undermost first: backdrop, shadow on the ground, shadow, outline. */
export interface Under {
  /** Nothing: transparent, shown as a checkerboard. */
  readonly backdrop?: Colour | Placed<Picture> | undefined;
  readonly ground?: Placed<Matte> | undefined;
  /** `fall`: how far it falls to the right and down, in pixels of the picture. */
  readonly shadow?: { readonly colour: Colour; readonly alpha: Placed<Matte>; readonly fall: Point } | undefined;
  readonly outline?: { readonly colour: Colour; readonly alpha: Placed<Matte> } | undefined;
}

/** All that a view of the editor is drawn from. */
export interface Scene {
  readonly picture: Pyramid;
  /** Straight alpha; colours are meaningful wherever alpha is not 0. */
  readonly cutout: Pyramid;
  readonly mode: ViewMode;
  /** What the cutout stands on in the view `colour`. */
  readonly contrast: Colour;
  /** Only the result shows it. */
  readonly under: Under;
  /** What is kept of the picture. The rest of the view is faint. Default: all of it. */
  readonly frame?: Box | undefined;
  readonly squares: readonly [Colour, Colour];
  /** Where the result shows the cutout with its outline and shadow. Default: in its place. */
  readonly placing?: Similarity | undefined;
}

/** View pixel (x, y) shows the picture's point (left + x / scale, top + y / scale). */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/** Side of a checkerboard's square, in view pixels. */
const SQUARE = 8;
/** From this scale on, single pixels of the picture are shown. */
const PIXEL_SCALE = 4;
const TINT: Colour = [214, 40, 57];
const BLACK: Colour = [0, 0, 0];
const FAINT = 70;

/**
 * Draws a part of the view: samples the level of the pyramid that is at most twice as fine as the view, so the cost is
 * that of the pixels drawn.
 *
 * @param box in pixels of the view, whole.
 * @param out `box.width * box.height * 4` bytes, straight alpha; 0 where there is neither picture nor frame.
 */
export function drawView(scene: Scene, placement: Placement, box: Box, out: Uint8ClampedArray): void {
  const { scale } = placement;
  const placing = scene.mode === 'result' ? scene.placing : undefined;
  const finest = placing ? scale * scaleOf(placing) : scale;
  const level = Math.min(scene.cutout.length - 1, Math.max(0, Math.floor(Math.log2(1 / finest) + 1e-9)));
  const source = (scene.mode === 'original' || scene.mode === 'overlay' ? scene.picture : scene.cutout)[level];
  const whole: Box = { x: 0, y: 0, width: scene.picture[0].width, height: scene.picture[0].height };
  const levelArea = { ...whole, width: source.width * 2 ** level, height: source.height * 2 ** level };
  const points = placedTaps(source, levelArea);
  const lineOf = placing && linesThrough(placing, placement, box);
  const row = new Uint8ClampedArray(box.width * 4);
  const covered = new Uint8ClampedArray(box.width * 4);
  const overlay = scene.mode === 'overlay';
  const under = underRows(scene, placement, box, placedTaps, lineOf);
  const kept = scene.mode === 'result' ? (scene.frame ?? whole) : whole;

  const columns = spans(box.width, (x) => placement.left + (box.x + x + 0.5) / scale, whole.x, whole.width);
  const keptColumns = spans(box.width, (x) => placement.left + (box.x + x + 0.5) / scale, kept.x, kept.width);
  for (let y = 0; y < box.height; y++) {
    const py = placement.top + (box.y + y + 0.5) / scale;
    const isRow = py >= 0 && py < whole.height;
    const isKeptRow = py >= kept.y && py < kept.y + kept.height;
    if (lineOf) sampleTurnedRow(source, lineOf(source, levelArea, y), row);
    else sampleRow(source, points.down, y, points.across, row);
    if (overlay) sampleRow(scene.cutout[level], points.down, y, points.across, covered);
    const below = under(y);
    for (let x = 0, at = 0, to = y * box.width * 4; x < box.width; x++, at += 4, to += 4) {
      const inPicture = isRow && columns[x] === 1;
      const covers = lineOf ? row[at + 3] > 0 : inPicture;
      out[to + 3] = isKeptRow && keptColumns[x] === 1 ? 255 : inPicture || covers ? FAINT : 0;
      if (out[to + 3] === 0) continue;
      let alpha = covers ? row[at + 3] / 255 : 0;
      if (overlay) {
        const tint = 0.6 * (1 - covered[at + 3] / 255);
        for (let c = 0; c < 3; c++) row[at + c] += (TINT[c] - row[at + c]) * tint;
      } else if (scene.mode === 'matte') {
        row[at] = row[at + 1] = row[at + 2] = row[at + 3];
        alpha = 1;
      }
      out[to] = below[at] + (row[at] - below[at]) * alpha;
      out[to + 1] = below[at + 1] + (row[at + 1] - below[at + 1]) * alpha;
      out[to + 2] = below[at + 2] + (row[at + 2] - below[at + 2]) * alpha;
    }
  }

  function placedTaps(image: { width: number; height: number }, area: Box): { across: Taps; down: Taps } {
    const [sx, sy] = [image.width / area.width, image.height / area.height];
    const nearest = scale >= PIXEL_SCALE && image === source;
    const startX = (placement.left - area.x) * sx + (box.x * sx) / scale;
    const startY = (placement.top - area.y) * sy + (box.y * sy) / scale;
    return {
      across: newTaps(box.width, startX, sx / scale, image.width, nearest),
      down: newTaps(box.height, startY, sy / scale, image.height, nearest),
    };
  }
}

/** 1 for each point that lies inside `length` from `start` on. */
const spans = (count: number, at: (i: number) => number, start: number, length: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => (at(i) >= start && at(i) < start + length ? 1 : 0));

/** Row `y` of the view as a line through an image that covers a part of the plane from which things are put elsewhere. */
type LineOf = (image: { width: number; height: number }, area: Box, y: number, fall?: Point) => Line;

function linesThrough(placing: Similarity, { left, top, scale }: Placement, box: Box): LineOf {
  const back = inverse(placing);
  return (image, area, y, fall = { x: 0, y: 0 }) => {
    const [sx, sy] = [image.width / area.width, image.height / area.height];
    const start = applied(back, {
      x: left + (box.x + 0.5) / scale - fall.x,
      y: top + (box.y + y + 0.5) / scale - fall.y,
    });
    return {
      x: (start.x - area.x) * sx,
      y: (start.y - area.y) * sy,
      dx: (back.a * sx) / scale,
      dy: (back.b * sy) / scale,
    };
  };
}

type PlacedTaps = (image: { width: number; height: number }, area: Box) => { across: Taps; down: Taps };

/** What is under the cutout, row by row: RGBA, opaque. */
function underRows(
  scene: Scene,
  placement: Placement,
  box: Box,
  tapsOf: PlacedTaps,
  lineOf: LineOf | undefined,
): (y: number) => Uint8ClampedArray {
  const row = new Uint8ClampedArray(box.width * 4).fill(255);
  const backdrop =
    scene.mode === 'colour' ? scene.contrast : scene.mode === 'result' ? scene.under.backdrop : undefined;
  const put = backdrop ? backdropRow(backdrop, tapsOf, row) : squaresRow(scene.squares, placement, box, row);
  const { ground, shadow, outline } = scene.mode === 'result' ? scene.under : {};
  const here = { x: 0, y: 0 };
  const layers = [ground && { colour: BLACK, alpha: ground, fall: here }, shadow, outline && { ...outline, fall: here }]
    .filter((layer) => layer !== undefined)
    .map(({ colour, alpha: { image, area }, fall }) => ({ colour, sample: layerRow(image, area, fall) }));
  const alphas = new Uint8ClampedArray(box.width);
  return (y) => {
    put(y);
    for (const { colour, sample } of layers) {
      sample(y);
      for (let x = 0, at = 0; x < box.width; x++, at += 4) {
        if (alphas[x] === 0) continue;
        for (let c = 0; c < 3; c++) row[at + c] += ((colour[c] - row[at + c]) * alphas[x]) / 255;
      }
    }
    return row;
  };

  function layerRow(image: Matte, area: Box, fall: Point) {
    if (lineOf) return (y: number) => sampleTurnedMatteRow(image, lineOf(image, area, y, fall), alphas);
    const { across, down } = tapsOf(image, { ...area, x: area.x + fall.x, y: area.y + fall.y });
    return (y: number) => samplePlaneRow(image, down, y, across, alphas);
  }
}

function backdropRow(backdrop: Colour | Placed<Picture>, tapsOf: PlacedTaps, row: Uint8ClampedArray) {
  if ('image' in backdrop) {
    const { across, down } = tapsOf(backdrop.image, backdrop.area);
    return (y: number) => sampleRow(backdrop.image, down, y, across, row);
  }
  return () => {
    for (let at = 0; at < row.length; at += 4) row.set(backdrop, at);
  };
}

/** Squares as large in every zoom, moving with the picture. */
function squaresRow(squares: Scene['squares'], { left, top, scale }: Placement, box: Box, row: Uint8ClampedArray) {
  const x0 = box.x + Math.round(left * scale);
  const y0 = box.y + Math.round(top * scale);
  return (y: number) => {
    for (let x = 0, at = 0; at < row.length; x++, at += 4) {
      row.set(squares[(Math.floor((x0 + x) / SQUARE) + Math.floor((y0 + y) / SQUARE)) & 1], at);
    }
  };
}
