import { figureBox } from '../alpha.ts';
import { blur as blurPlane, blurRadius, blurReach } from '../box-filter.ts';
import type { Box } from '../geometry.ts';
import { type Matte, newMatte } from '../picture.ts';

/** A shadow that lies on the ground, in pixels of the picture. */
export interface GroundShadow {
  /** How far the crown's shadow lies to the right of the feet, as a share of the figure's height; negative: to the left. */
  readonly lean: number;
  /** Standard deviation of its blur. */
  readonly blur: number;
  /** 0..1, at the feet. */
  readonly opacity: number;
}

/** Height of the shadow over that of the figure: ground seen from a standing eye. */
const FLAT = 0.2;
/** How far it comes forward under the feet, as a share of the figure's height. */
const FORWARD = 0.015;
/** What is left of it at the crown: light from around fills it. */
const LEFT = 0.35;

/**
 * The shadow of a figure on the ground it stands on: the figure laid flat about its lowest point, leaning, blurred, and fading away
 * from the feet (a planar projected shadow: Blinn, “Me and My (Fake) Shadow”, 1988).
 *
 * @param shape the figure's alpha.
 * @param scale pixels of the shape to one of the picture.
 * @returns its alpha, and what that covers in pixels of the shape; undefined where nobody stands.
 */
export function groundShadow(
  shape: Matte,
  { lean, blur, opacity }: GroundShadow,
  scale: number,
): { readonly alpha: Matte; readonly area: Box } | undefined {
  const figure = figureBox(shape);
  if (!figure) return undefined;
  const { height } = figure;
  const radius = blurRadius(blur * scale);
  const room = blurReach(radius) + 1;
  const foot = figure.y + height + FORWARD * height;
  const reach = lean * height;
  const left = Math.floor(figure.x + Math.min(0, reach)) - room;
  const right = Math.ceil(figure.x + figure.width + Math.max(0, reach)) + room;
  const top = Math.floor(foot - FLAT * height) - room;
  const bottom = Math.ceil(foot) + room;
  const area = { x: left, y: top, width: right - left, height: bottom - top };
  const alpha = newMatte(area.width, area.height);
  const plane = new Float32Array(alpha.data.length);
  const row = new Uint8ClampedArray(area.width);
  for (let y = 0; y < area.height; y++) {
    // 0 at the feet, 1 at the crown.
    const share = (foot - (area.y + y + 0.5)) / (FLAT * height);
    if (share < 0 || share > 1) continue;
    const from = figure.y + height * (1 - share);
    sampleRow(shape, area.x - reach * share, from - 0.5, row);
    const strength = opacity * (1 + (LEFT - 1) * share);
    for (let x = 0; x < area.width; x++) plane[y * area.width + x] = row[x] * strength;
  }
  blurPlane(plane, area.width, area.height, radius);
  for (let i = 0; i < plane.length; i++) alpha.data[i] = plane[i];
  return { alpha, area };
}

/** Alpha in a row at the height `y`, from `x` on, bilinear; 0 outside. Pixels lie at whole numbers. */
function sampleRow({ width, height, data }: Matte, x: number, y: number, row: Uint8ClampedArray): void {
  row.fill(0);
  const above = Math.floor(y);
  if (above < 0 || above + 1 >= height) return;
  const first = Math.floor(x);
  const [fx, fy] = [x - first, y - above];
  const last = Math.min(row.length, width - 1 - first);
  for (let i = Math.max(0, -first), at = above * width + first + i; i < last; i++, at++) {
    const top = data[at] + (data[at + 1] - data[at]) * fx;
    const bottom = data[at + width] + (data[at + width + 1] - data[at + width]) * fx;
    row[i] = top + (bottom - top) * fy;
  }
}
