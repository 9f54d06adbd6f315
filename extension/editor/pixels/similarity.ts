import type { Box } from '../../../shared/image/geometry.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Moves, scales and rotates: a point (x, y) comes to (a x − b y + x₀, b x + a y + y₀). */
export interface Similarity {
  /** The scale times the cosine, and the sine, of the angle. */
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** Leaves everything where it is. */
export const IDENTITY: Similarity = { a: 1, b: 0, x: 0, y: 0 };

/** Whether it leaves everything where it is. */
export const isIdentity = ({ a, b, x, y }: Similarity): boolean => a === 1 && b === 0 && x === 0 && y === 0;

/** How many times larger things become. */
export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

/** How far things turn clockwise, −180..180 degrees. */
export const angleOf = ({ a, b }: Similarity): number => (Math.atan2(b, a) * 180) / Math.PI;

/** Where a point comes to. */
export const applied = ({ a, b, x, y }: Similarity, point: Point): Point => ({
  x: a * point.x - b * point.y + x,
  y: b * point.x + a * point.y + y,
});

/** What leads back. */
export function inverse({ a, b, x, y }: Similarity): Similarity {
  const square = a * a + b * b;
  const back = { a: a / square, b: -b / square };
  return { ...back, x: -(back.a * x - back.b * y), y: -(back.b * x + back.a * y) };
}

/** The same, and then moved. */
export const moved = (from: Similarity, { x, y }: Point): Similarity => ({ ...from, x: from.x + x, y: from.y + y });

/** The same, and then made `scale` times larger and turned clockwise by `degrees` about a point that stays where it is. */
export function turned(from: Similarity, about: Point, scale: number, degrees: number): Similarity {
  const angle = (degrees * Math.PI) / 180;
  const turn = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), x: 0, y: 0 };
  const { x, y } = applied(turn, { x: from.x - about.x, y: from.y - about.y });
  return {
    a: turn.a * from.a - turn.b * from.b,
    b: turn.b * from.a + turn.a * from.b,
    x: x + about.x,
    y: y + about.y,
  };
}

/** The smallest upright box around what a box becomes. */
export function boundsOf(similarity: Similarity, { x, y, width, height }: Box): Box {
  const corners = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ].map((corner) => applied(similarity, corner));
  const [left, top] = [Math.min(...corners.map((each) => each.x)), Math.min(...corners.map((each) => each.y))];
  return {
    x: left,
    y: top,
    width: Math.max(...corners.map((each) => each.x)) - left,
    height: Math.max(...corners.map((each) => each.y)) - top,
  };
}
