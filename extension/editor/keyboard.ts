import { t } from '../common/words/words.ts';
import type { Cursor } from './canvas/cursor.ts';
import type { Stage } from './canvas/stage.ts';
import type { Point } from './pixels/similarity.ts';
import type { Choosing } from './state/choosing.ts';
import type { Drawing } from './state/drawing.ts';
import type { Placing } from './state/placing.ts';
import { isSmart, paintOf, type SettingsStore, toolOf } from './state/settings.ts';

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const LARGEST = 400;
/** Pixels of the picture by which an arrow key moves a person: alone, and with Shift. */
const PLACE_STEPS = [1, 20] as const;
/** CSS pixels by which an arrow key pans if there is nothing else to move. */
const ARROW_PAN = 40;

/** The next larger or smaller size. */
export const notch = (size: number, larger: boolean): number =>
  Math.min(LARGEST, Math.max(2, Math.round(larger ? size * 1.2 + 1 : (size - 1) / 1.2)));

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && ['text', 'number'].includes(target.type);

/**
 * Keyboard input. Commands work anywhere; the rest works while the stage has the focus:
 *
 * - Brush and smart strokes: arrows move the brush, Enter paints at its place, Shift with arrows paints a line.
 * - Box: Enter sets one corner and then the other, Escape cancels the box.
 * - In the panel *Crop* arrows move the frame, in *Position* the person. Elsewhere they pan.
 *
 * @param say announces to a screen reader what was done.
 * @param keepOnly keeps only the person at a place of the picture.
 * @returns whether the space bar is down, which turns dragging into panning.
 */
export function listenForKeys(
  stage: Stage,
  drawing: Drawing,
  choosing: Choosing,
  placing: Placing,
  settings: SettingsStore,
  cursor: Cursor,
  say: (sentence: string) => void,
  keepOnly: (at: Point) => void,
): () => boolean {
  const { element } = stage;
  let space = false;
  /** The mouse is being moved: Space pans, whatever has the focus. A mouse at rest has no effect on the keyboard. */
  let pointing = false;

  const commands: Readonly<Record<string, () => void>> = {
    '[': () => settings.set({ size: notch(settings.get().size, false) }),
    ']': () => settings.set({ size: notch(settings.get().size, true) }),
    x: () => {
      const { panel, mode, choosing } = settings.get();
      if (panel === 'choose') settings.set({ choosing: choosing === 'keep' ? 'remove' : 'keep' });
      else settings.set({ mode: mode === 'keep' ? 'remove' : 'keep' });
    },
    '+': () => stage.zoomBy(1.25),
    '=': () => stage.zoomBy(1.25),
    '-': () => stage.zoomBy(0.8),
    '0': () => stage.fit(),
    '1': () => stage.zoomTo(1),
  };

  const paint = (to: Point) => {
    const { softness, size } = settings.get();
    const tool = toolOf(settings.get());
    if (tool === 'only') return keepOnly(cursor.at);
    const mode = paintOf(tool);
    if (!mode) return;
    const radius = size / 2 / stage.scale;
    const painter = isSmart(tool) ? choosing : drawing;
    painter.begin({ mode, softness }, { ...cursor.at, radius });
    painter.extend({ ...to, radius });
    painter.end();
    say(t(mode === 'keep' ? 'editKept' : 'editRemoved'));
  };

  const arrow = ({ x, y }: Point, isShifted: boolean) => {
    const tool = toolOf(settings.get());
    if (tool === 'pan') return stage.panBy(-x * ARROW_PAN, -y * ARROW_PAN);
    if (tool === 'place') {
      const step = PLACE_STEPS[isShifted ? 1 : 0];
      placing.begin();
      return placing.move({ x: x * step, y: y * step });
    }
    const step = Math.max(1, settings.get().size / 4) / stage.scale;
    if (tool === 'frame') {
      const { moved } = settings.get();
      return settings.set({ moved: { x: moved.x - x * step, y: moved.y - y * step } });
    }
    const [{ width, height }] = drawing.picture;
    const to = {
      x: Math.min(width, Math.max(0, cursor.at.x + x * step)),
      y: Math.min(height, Math.max(0, cursor.at.y + y * step)),
    };
    if (isShifted) paint(to);
    choosing.extendBox(to);
    cursor.moveTo(to);
    keepInSight(to);
  };

  const setCorner = () => {
    if (choosing.isBoxing) return choosing.endBox();
    choosing.beginBox(cursor.at);
    say(t('editBoxBegun'));
  };

  const keepInSight = (point: Point) => {
    const { x, y } = stage.toStage(point);
    const [w, h] = [element.clientWidth, element.clientHeight];
    const over = (value: number, limit: number) => Math.min(0, value - 24) + Math.max(0, value - limit + 24);
    const [dx, dy] = [over(x, w), over(y, h)];
    if (dx !== 0 || dy !== 0) stage.panBy(-dx, -dy);
  };

  document.addEventListener('keydown', (event) => {
    if (isTyping(event.target) || event.isComposing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'Tab') pointing = false;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && (key === 'z' || key === 'y')) {
      event.preventDefault();
      if (key === 'y' || event.shiftKey) drawing.redo();
      else drawing.undo();
      return;
    }
    // A list selects its entries by letters.
    if (isCommand || event.altKey || event.target instanceof HTMLSelectElement) return;
    if (key === ' ' && (pointing || event.target === element || event.target === document.body)) {
      event.preventDefault();
      space = true;
      element.classList.add('grab');
    } else if (event.target === element && ARROWS[key]) {
      event.preventDefault();
      arrow(ARROWS[key], event.shiftKey);
    } else if (event.target === element && key === 'Enter') {
      if (toolOf(settings.get()) === 'box') setCorner();
      else paint(cursor.at);
    } else if (key === 'Escape') {
      choosing.abandonBox();
    } else if (commands[key]) {
      event.preventDefault();
      commands[key]();
    }
  });
  const release = () => {
    space = false;
    element.classList.remove('grab');
  };
  document.addEventListener('keyup', (event) => {
    // While an arrow is held down, all moves are one step.
    if (ARROWS[event.key]) placing.end();
    if (event.key !== ' ' || !space) return;
    event.preventDefault();
    release();
  });
  element.addEventListener('pointermove', () => {
    pointing = true;
  });
  element.addEventListener('pointerleave', () => {
    pointing = false;
  });
  addEventListener('blur', release);
  element.addEventListener('focus', () => {
    if (!element.matches(':focus-visible')) return;
    const { left, top, width, height } = element.getBoundingClientRect();
    cursor.moveTo(stage.toPicture({ x: left + width / 2, y: top + height / 2 }));
  });
  return () => space;
}
