import { figureBox } from '../../../shared/image/alpha.ts';
import type { Box } from '../../../shared/image/geometry.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { applied, isIdentity, moved, type Point, type Similarity, scaleOf, turned } from '../pixels/similarity.ts';
import type { Drawing } from './drawing.ts';
import { type Settings, type SettingsStore, toolOf } from './settings.ts';

/** How small and how large a person may become. */
export const SCALES = { least: 0.05, most: 10 } as const;

/** Moving, scaling and rotating the person; every change is part of a gesture, which is one step to undo. */
export interface Placing {
  /** The person's box before it was put anywhere, in pixels of the picture. */
  readonly box: Box;
  /** The middle of that box, where it is now. */
  readonly middle: Point;
  begin(): void;
  /** Ends the gesture. */
  end(): void;
  /** Takes the unfinished gesture back. */
  abandon(): void;
  /** Puts the person elsewhere, `by` pixels of the picture from where it is, or from `since`. */
  move(by: Point, since?: Similarity): void;
  /** Scales and rotates about the person's middle, from how it is, or from `since`. */
  turn(scale: number, degrees: number, since?: Similarity): void;
  /** Back to its place in the picture, as a gesture of its own. */
  reset(to: Similarity): void;
  /** The matte has a new state. */
  forget(): void;
}

/** Whether the stage shows the person where it was put: strokes are drawn in the picture itself. */
export const isPlaced = (settings: Settings): boolean =>
  settings.view === 'result' && !isIdentity(settings.placing) && ['frame', 'pan', 'place'].includes(toolOf(settings));

/** What is done to the setting `placing`. */
export function createPlacing(drawing: Drawing, settings: SettingsStore): Placing {
  let before: Similarity | undefined;
  let box: Box | undefined;
  const { matte } = drawing;
  const boxOf = (of: Matte): Box => figureBox(of) ?? { x: 0, y: 0, width: of.width, height: of.height };
  const put = (placing: Similarity) => settings.set({ placing });
  const middleOf = (placing: Similarity) => {
    const { x, y, width, height } = placer.box;
    return applied(placing, { x: x + width / 2, y: y + height / 2 });
  };

  const placer: Placing = {
    get box() {
      box ??= boxOf(matte);
      return box;
    },
    get middle() {
      return middleOf(settings.get().placing);
    },
    begin() {
      before ??= settings.get().placing;
    },
    end() {
      let other = before;
      before = undefined;
      if (!other || other === settings.get().placing) return;
      drawing.record(() => {
        const { placing } = settings.get();
        put(other!);
        other = placing;
      });
    },
    abandon() {
      if (before) put(before);
      before = undefined;
    },
    move: (by, since = settings.get().placing) => put(moved(since, by)),
    turn(scale, degrees, since = settings.get().placing) {
      const now = scaleOf(since);
      const within = Math.min(SCALES.most, Math.max(SCALES.least, now * scale)) / now;
      put(turned(since, middleOf(since), within, degrees));
    },
    reset(to) {
      this.begin();
      put(to);
      this.end();
    },
    forget() {
      box = undefined;
    },
  };
  return placer;
}
