import { zoomOfWheel } from '../../common/elements/wheel.ts';
import type { Place } from './zooming.ts';

/** Mouse, pen and fingers on the stage: dragging moves the picture, the wheel and two fingers zoom about where they are. */
export function listenForGestures(
  stage: HTMLElement,
  zoom: (factor: number, about: Place) => void,
  pan: (by: Place) => void,
): void {
  const down = new Map<number, Place>();
  const fromMiddle = ({ clientX, clientY }: MouseEvent): Place => {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  };

  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      zoom(zoomOfWheel(event), fromMiddle(event));
    },
    { passive: false },
  );
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || down.size === 2) return;
    stage.setPointerCapture(event.pointerId);
    down.set(event.pointerId, fromMiddle(event));
  });
  stage.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = fromMiddle(event);
    down.set(event.pointerId, now);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    // Of two fingers each has half a say.
    const share = other ? 0.5 : 1;
    pan({ x: (now.x - before.x) * share, y: (now.y - before.y) * share });
    if (!other) return;
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    if (was > 0) zoom(Math.hypot(now.x - other.x, now.y - other.y) / was, middle);
  });
  for (const over of ['pointerup', 'pointercancel'] as const) {
    stage.addEventListener(over, ({ pointerId }) => down.delete(pointerId));
  }
}
