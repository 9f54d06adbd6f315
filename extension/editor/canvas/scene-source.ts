import type { Colour, Picture } from '../../../shared/image/picture.ts';
import type { Placed, Scene, Under } from '../pixels/draw-view.ts';
import { type Point, scaleOf } from '../pixels/similarity.ts';
import type { Drawing } from '../state/drawing.ts';
import type { Framing } from '../state/framing.ts';
import { isPlaced } from '../state/placing.ts';
import type { Settings, SettingsStore } from '../state/settings.ts';
import { STICKER_SETTINGS, stickerOf } from '../state/sticker-of.ts';
import { newest } from '../work/newest.ts';
import type { Worked } from '../work/work-client.ts';
import { blurred, covering, stickered } from './under.ts';

/** Gives the scene that the stage shows, kept up with the settings and the matte. */
export interface SceneSource {
  scene(): Scene;
  /** The matte changed: what depends on its shape follows. */
  follow(): void;
  /** The blurred background, once it was asked for and is there. */
  blur(): Promise<Placed<Picture> | undefined>;
}

const FRAME: readonly (keyof Settings)[] = ['cropping', 'margin', 'moved', 'backdropPicture', 'backdrop'];

/**
 * @param canvas its `color` and `caret-color` are the checkerboard's.
 * @param redraw shows all of the scene anew.
 */
export function createSceneSource(
  canvas: HTMLElement,
  drawing: Drawing,
  settings: SettingsStore,
  framing: () => Framing,
  work: Worked,
  redraw: () => void,
  onError: (thrown: unknown) => void,
): SceneSource {
  const { picture, cutout } = drawing;
  let sticker: Pick<Under, 'outline' | 'shadow'> = {};
  let behind: Placed<Picture> | undefined;
  let blur: Placed<Picture> | undefined;
  let squares = squaresOf(canvas);

  const updateSticker = newest(async () => {
    sticker = await stickered(cutout, stickerOf(settings.get(), drawing.matte), work);
    redraw();
  }, onError);
  const updateBlur = newest(async () => {
    blur = await blurred(picture, cutout, work);
    redraw();
  }, onError);
  const updateBehind = newest(async () => {
    const { backdropPicture } = settings.get();
    behind = backdropPicture && (await covering(backdropPicture, framing().frame, work));
    redraw();
  }, onError);

  settings.on((now, changed) => {
    const touches = (keys: readonly (keyof Settings)[]) => keys.some((key) => changed.has(key));
    if (touches(STICKER_SETTINGS)) updateSticker();
    if (changed.has('backdrop') && now.backdrop === 'blur') updateBlur();
    if (now.backdrop === 'picture' && touches(FRAME)) updateBehind();
    if (touches([...FRAME, 'view', 'contrast', 'backdropColour', 'placing', 'panel'])) redraw();
  });
  const takeSquares = () => {
    squares = squaresOf(canvas);
    redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', takeSquares);
  new MutationObserver(takeSquares).observe(document.documentElement, { attributeFilter: ['data-theme'] });

  const backdrop = ({ backdrop, backdropColour }: Settings): Under['backdrop'] =>
    ({ none: undefined, colour: backdropColour, picture: behind, blur })[backdrop];

  return {
    scene() {
      drawing.catchUp();
      const now = settings.get();
      const { view, contrast, placing } = now;
      const shadow = sticker.shadow && { ...sticker.shadow, fall: fallOf(now, sticker.shadow.fall) };
      const under = { backdrop: backdrop(now), ...sticker, shadow };
      const scene = { picture, cutout, mode: view, contrast, under, frame: framing().frame, squares };
      return isPlaced(now) ? { ...scene, placing } : scene;
    },
    follow() {
      const now = settings.get();
      if (now.outlined || now.shaded) updateSticker();
      if (now.backdrop === 'blur') updateBlur();
      redraw();
    },
    async blur() {
      if (settings.get().backdrop === 'blur') blur ??= await blurred(picture, cutout, work);
      return blur;
    },
  };
}

/** Of a larger person's shadow everything is larger. */
const fallOf = (now: Settings, { x, y }: Point): Point => {
  const scale = isPlaced(now) ? scaleOf(now.placing) : 1;
  return { x: x * scale, y: y * scale };
};

function squaresOf(canvas: HTMLElement): readonly [Colour, Colour] {
  const { color, caretColor } = getComputedStyle(canvas);
  return [channels(color), channels(caretColor)];
}

const channels = (css: string): Colour => {
  const [red = 255, green = 255, blue = 255] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
};
