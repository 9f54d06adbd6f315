import { alphaOf } from '../../../shared/image/alpha.ts';
import { crop } from '../../../shared/image/compose.ts';
import type { Box } from '../../../shared/image/geometry.ts';
import type { Matte, Picture } from '../../../shared/image/picture.ts';
import type { Joining } from '../../../shared/select/selection.ts';
import type { Dab } from '../matte/stroke.ts';
import { levelWithin } from '../pixels/pyramid.ts';
import { clip } from '../pixels/rectangle.ts';
import type { Chosen } from '../work/tasks.ts';
import type { Worked } from '../work/work-client.ts';
import type { Drawing, Step } from './drawing.ts';

/** Longest side of the copy on which a thing is chosen. */
const SIDE = 1280;
/** A box with a shorter side, in pixels, was no box. */
const LEAST = 4;

type Place = Pick<Dab, 'x' | 'y'>;

/** What takes a stroke from its first place to its end. */
export type Painter = Pick<Drawing, 'begin' | 'extend' | 'abandon'> & { end(): void };

/**
 * Choosing a thing by hand: boxes and smart strokes, which end in the drawing as one step each. A smart stroke paints as a
 * brush does until it has ended.
 */
export interface Choosing extends Painter {
  /** The box that is being drawn, in pixels of the picture. */
  readonly box: Box | undefined;
  readonly isBoxing: boolean;
  beginBox(at: Place): void;
  extendBox(to: Place): void;
  /** Chooses what the box holds; a box of hardly any size chooses nothing. */
  endBox(): void;
  abandonBox(): void;
}

/** Whoever follows choosing by hand. */
export interface ChoosingWatch {
  onBox(): void;
  /** What a box holds is cut out. */
  onChosen(): void;
  onError(thrown: unknown): void;
}

/** Choosing by box and smart strokes, for one drawing. */
export function createChoosing(drawing: Drawing, work: Worked, watch: ChoosingWatch): Choosing {
  const { picture, cutout, matte } = drawing;
  const { level, scale } = levelWithin(picture, SIDE);
  const of = { width: matte.width, height: matte.height, scale: 1 / scale };
  // What the picture came with; no stroke changes it.
  const people = alphaOf(levelWithin(cutout, SIDE).level);
  let corners: readonly [Place, Place] | undefined;
  let stroke: { mode: 'keep' | 'remove'; points: Dab[]; before: Matte } | undefined;
  /** One after the other: each goes on from what the one before has found. */
  let last: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>) => {
    last = last.then(task).catch(watch.onError);
  };

  /** First interpolated, which is quick; then along the picture's edges. */
  const bring = async (found: Chosen, joining: Joining, earlier?: Step) => {
    const { selection, matte } = found;
    const step = drawing.join(matte, selection.part, joining, earlier);
    if (!step) return;
    const part = crop(picture[0], selection.part);
    const refined = await work('refineSelection', { picture: part, selection }, [part.data.buffer]);
    drawing.join(refined, selection.part, joining, step);
  };
  const copyOf = (from: Picture) => crop(from, { x: 0, y: 0, width: from.width, height: from.height });
  const small = ({ x, y, radius }: Dab): Dab => ({ x: x * scale, y: y * scale, radius: radius * scale });

  const boxNow = (): Box | undefined => {
    if (!corners) return undefined;
    const [a, b] = corners;
    const box = {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x),
      height: Math.abs(a.y - b.y),
    };
    return clip(box, matte.width, matte.height);
  };
  const setCorners = (to: typeof corners) => {
    corners = to;
    watch.onBox();
  };

  return {
    get box() {
      return boxNow();
    },
    get isBoxing() {
      return corners !== undefined;
    },
    beginBox: (at) => setCorners([at, at]),
    extendBox(to) {
      if (corners) setCorners([corners[0], to]);
    },
    endBox() {
      const drawn = boxNow();
      setCorners(undefined);
      if (!drawn || Math.min(drawn.width, drawn.height) < LEAST) return;
      inTurn(async () => {
        const from = copyOf(level);
        const box = {
          ...{ x: drawn.x * scale, y: drawn.y * scale },
          ...{ width: drawn.width * scale, height: drawn.height * scale },
        };
        const found = await work('selectBox', { picture: from, box, people, of }, [from.data.buffer]);
        if (!found) return;
        await bring(found, 'replace');
        watch.onChosen();
      });
    },
    abandonBox: () => setCorners(undefined),
    begin(brush, at) {
      drawing.catchUp();
      stroke = { mode: brush.mode, points: [at], before: alphaOf(levelWithin(cutout, SIDE).level) };
      drawing.begin(brush, at);
    },
    extend(to) {
      stroke?.points.push(to);
      drawing.extend(to);
    },
    end() {
      const painted = drawing.end();
      if (!stroke) return;
      const { mode, points, before } = stroke;
      stroke = undefined;
      inTurn(async () => {
        const from = copyOf(level);
        const request = { picture: from, matte: before, stroke: { mode, points: points.map(small) }, of };
        const found = await work('selectStroke', request, [from.data.buffer, before.data.buffer]);
        if (found) await bring(found, mode, painted);
      });
    },
    abandon() {
      stroke = undefined;
      drawing.abandon();
    },
  };
}
