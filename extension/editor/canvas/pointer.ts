import { zoomOfWheel } from '../../common/elements/wheel.ts';
import type { Dab } from '../matte/stroke.ts';
import type { Point } from '../pixels/similarity.ts';
import type { Choosing, Painter } from '../state/choosing.ts';
import type { Drawing } from '../state/drawing.ts';
import { isSmart, paintOf, type SettingsStore, toolOf } from '../state/settings.ts';
import type { Stage } from './stage.ts';

/** A pen pressed lightly still draws this share of the size. */
const LIGHTEST = 0.15;
/** The button that a pen's other end is (Pointer Events). */
const ERASER = 5;

const at = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });

/**
 * Mouse, touch and pen on the stage: they draw boxes and strokes in the panel for choosing, paint in the brush's, move the frame
 * in that of cropping, pan and zoom. What they do in the panel for placing is in `place-handles.ts`.
 */
export function listenForPointers(
  stage: Stage,
  drawing: Drawing,
  choosing: Choosing,
  settings: SettingsStore,
  isSpaceDown: () => boolean,
  keepOnly: (at: Point) => void,
): void {
  const { element } = stage;
  const touches = new Map<number, Point>();
  let doing: 'nothing' | 'painting' | 'boxing' | 'panning' | 'framing' = 'nothing';
  let painter: Painter = drawing;
  let last: Point = { x: 0, y: 0 };

  const dabAt = (event: PointerEvent): Dab => {
    const { size } = settings.get();
    const pressure = event.pointerType === 'pen' ? LIGHTEST + (1 - LIGHTEST) * event.pressure : 1;
    return { ...stage.toPicture(at(event)), radius: (size * pressure) / 2 / stage.scale };
  };
  const moveFrame = (to: Point) => {
    const { moved } = settings.get();
    settings.set({
      moved: { x: moved.x - (to.x - last.x) / stage.scale, y: moved.y - (to.y - last.y) / stage.scale },
    });
  };
  const stop = () => {
    if (doing === 'painting') painter.end();
    if (doing === 'boxing') choosing.endBox();
    doing = 'nothing';
    element.classList.remove('panning');
  };

  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') {
      touches.set(event.pointerId, at(event));
      if (touches.size === 2) {
        if (doing === 'painting') painter.abandon();
        choosing.abandonBox();
        doing = 'nothing';
        return;
      }
    }
    if (doing !== 'nothing' || touches.size > 1) return;
    element.setPointerCapture(event.pointerId);
    last = at(event);
    const { button } = event;
    const tool = toolOf(settings.get());
    if (button === 1 || (button === 0 && (tool === 'pan' || isSpaceDown()))) {
      event.preventDefault();
      doing = 'panning';
      element.classList.add('panning');
    } else if (button === 0 && tool === 'frame') doing = 'framing';
    else if (tool === 'place' || tool === 'frame' || tool === 'pan') return;
    else if (button === 0 && tool === 'only') return keepOnly(stage.toPicture(last));
    else if (button === 0 && tool === 'box') {
      doing = 'boxing';
      choosing.beginBox(stage.toPicture(last));
    } else if (button === 0 || button === ERASER) {
      doing = 'painting';
      const mode = (button === 0 && paintOf(tool)) || 'remove';
      const { softness } = settings.get();
      painter = isSmart(tool) ? choosing : drawing;
      painter.begin({ mode, softness }, dabAt(event));
    }
  });

  element.addEventListener('pointermove', (event) => {
    if (touches.has(event.pointerId)) {
      if (touches.size === 2) return pinch(event);
      touches.set(event.pointerId, at(event));
    }
    if (doing === 'painting') {
      // Of what came since the last frame, steps much smaller than the brush make no difference.
      const least = settings.get().size / 20;
      for (const each of event.getCoalescedEvents?.() ?? []) {
        if (Math.hypot(each.clientX - last.x, each.clientY - last.y) < least) continue;
        painter.extend(dabAt(each));
        last = at(each);
      }
      painter.extend(dabAt(event));
    } else if (doing === 'boxing') choosing.extendBox(stage.toPicture(at(event)));
    else if (doing === 'panning') stage.panBy(event.clientX - last.x, event.clientY - last.y);
    else if (doing === 'framing') moveFrame(at(event));
    last = at(event);
  });

  const pinch = (event: PointerEvent) => {
    const other = [...touches].find(([id]) => id !== event.pointerId)![1];
    const before = touches.get(event.pointerId)!;
    const now = at(event);
    touches.set(event.pointerId, now);
    const [far, was] = [
      Math.hypot(now.x - other.x, now.y - other.y),
      Math.hypot(before.x - other.x, before.y - other.y),
    ];
    stage.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (was > 0) stage.zoomBy(far / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  };

  for (const over of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(over, (event) => {
      touches.delete(event.pointerId);
      stop();
    });
  }
  element.addEventListener('auxclick', (event) => event.preventDefault());
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      stage.zoomBy(zoomOfWheel(event), at(event));
    },
    { passive: false },
  );
}
