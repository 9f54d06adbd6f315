import { byId } from '../../common/elements/dom.ts';
import type { Point } from '../pixels/similarity.ts';
import { paintOf, type SettingsStore, type Tool, toolOf } from '../state/settings.ts';
import type { Stage } from './stage.ts';

/** The ring that shows where the brush is and how large; moved by pointers and by the keyboard. */
export interface Cursor {
  /** Where the brush is, in pixels of the picture. */
  readonly at: Point;
  moveTo(point: Point): void;
}

/** The ring's size where it doesn't paint, in CSS pixels. */
const POINTING = 24;

const paints = (tool: Tool): boolean => !['place', 'frame', 'pan'].includes(tool);

/** The ring over a stage; it follows pointer and settings. */
export function createCursor(stage: Stage, settings: SettingsStore): Cursor {
  const ring = byId('ring');
  const { element } = stage;
  let point: Point = { x: 0, y: 0 };

  const place = () => {
    const { x, y } = stage.toStage(point);
    const tool = toolOf(settings.get());
    const size = paintOf(tool) ? settings.get().size : POINTING;
    ring.style.width = ring.style.height = `${size}px`;
    ring.style.transform = `translate(${x - size / 2}px, ${y - size / 2}px)`;
    ring.dataset.mode = paintOf(tool) ?? tool;
  };
  const show = (shown: boolean) => {
    ring.hidden = !shown || !paints(toolOf(settings.get()));
  };
  const moveTo = (to: Point) => {
    point = to;
    show(true);
    place();
  };
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'touch') moveTo(stage.toPicture({ x: event.clientX, y: event.clientY }));
  });
  element.addEventListener('pointerleave', () =>
    show(document.activeElement === element && element.matches(':focus-visible')),
  );
  element.addEventListener('blur', () => show(false));
  stage.onMoved(place);
  settings.on((now, changed) => {
    if (changed.has('panel') && !paints(toolOf(now))) show(false);
    place();
  });
  return {
    get at() {
      return point;
    },
    moveTo,
  };
}
