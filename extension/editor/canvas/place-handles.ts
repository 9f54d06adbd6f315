import { byId } from '../../common/elements/dom.ts';
import { angleOf, applied, type Point, type Similarity, scaleOf } from '../pixels/similarity.ts';
import type { Placing } from '../state/placing.ts';
import { type SettingsStore, toolOf } from '../state/settings.ts';
import type { Stage } from './stage.ts';

/** Degrees that turning goes in with Shift. */
const STEP = 15;

const at = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });

/** A gesture from where it began. */
interface Gesture {
  readonly pointer: number;
  readonly from: Point;
  readonly since: Similarity;
  readonly middle: Point;
  readonly handle: string | undefined;
}

/**
 * The box around the person in the panel for placing: dragging it moves the person, its corners scale, the handle above turns.
 *
 * @param isSpaceDown then dragging pans.
 * @returns lays the box where the person is.
 */
export function createPlaceHandles(
  stage: Stage,
  placing: Placing,
  settings: SettingsStore,
  isSpaceDown: () => boolean,
): { show(): void } {
  const { element } = stage;
  const box = byId('place');
  let gesture: Gesture | undefined;

  const follow = (to: Point, steps: boolean) => {
    const { from, since, middle, handle } = gesture!;
    if (!handle) return placing.move({ x: to.x - from.x, y: to.y - from.y }, since);
    const [was, now] = [from, to].map(({ x, y }) => ({ x: x - middle.x, y: y - middle.y }));
    if (handle === 'scale') {
      return placing.turn(Math.hypot(now.x, now.y) / Math.max(1, Math.hypot(was.x, was.y)), 0, since);
    }
    const by = ((Math.atan2(now.y, now.x) - Math.atan2(was.y, was.x)) * 180) / Math.PI;
    const angle = angleOf(since);
    placing.turn(1, steps ? Math.round((angle + by) / STEP) * STEP - angle : by, since);
  };

  element.addEventListener('pointerdown', (event) => {
    if (gesture) {
      // A second finger zooms the view.
      placing.abandon();
      gesture = undefined;
      return;
    }
    if (toolOf(settings.get()) !== 'place' || event.button !== 0 || isSpaceDown()) return;
    placing.begin();
    gesture = {
      pointer: event.pointerId,
      from: stage.toPicture(at(event)),
      since: settings.get().placing,
      middle: placing.middle,
      handle: (event.target as HTMLElement).dataset.handle,
    };
  });
  element.addEventListener('pointermove', (event) => {
    if (gesture?.pointer === event.pointerId) follow(stage.toPicture(at(event)), event.shiftKey);
  });
  for (const over of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(over, () => {
      if (gesture) placing.end();
      gesture = undefined;
    });
  }

  return {
    show() {
      box.hidden = toolOf(settings.get()) !== 'place';
      if (box.hidden) return;
      const now = settings.get().placing;
      const { x, y } = stage.toStage(applied(now, placing.box));
      const scale = scaleOf(now) * stage.scale;
      box.style.transform = `translate(${x}px, ${y}px) rotate(${angleOf(now)}deg)`;
      box.style.width = `${placing.box.width * scale}px`;
      box.style.height = `${placing.box.height * scale}px`;
    },
  };
}
