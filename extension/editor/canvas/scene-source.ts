import type { Colour, Matte, Picture } from '../../../shared/image/picture.ts';
import type { Placed, Scene, Under } from '../pixels/draw-view.ts';
import { type Point, scaleOf } from '../pixels/similarity.ts';
import type { Drawing } from '../state/drawing.ts';
import type { Framing } from '../state/framing.ts';
import { isPlaced } from '../state/placing.ts';
import { gradientOf, type Settings, type SettingsStore } from '../state/settings.ts';
import { GROUND_SETTINGS, groundOf, STICKER_SETTINGS, stickerOf } from '../state/sticker-of.ts';
import { newest } from '../work/newest.ts';
import type { Worked } from '../work/work-client.ts';
import { blurred, covering, graded, grounded, stickered } from './under.ts';

/** Gives the scene that the stage shows, kept up with the settings and the matte. */
export interface SceneSource {
  scene(): Scene;
  /** The matte changed: what depends on its shape follows. */
  follow(): void;
  /** The blurred background and the shadow on the ground, where they are asked for: both are saved as they are shown. */
  shown(): Promise<Shown>;
}

/** What is computed for the view, and saved as it is. */
export interface Shown {
  readonly blur?: Placed<Picture> | undefined;
  readonly ground?: Placed<Matte> | undefined;
}

const GRADIENT: readonly (keyof Settings)[] = ['gradientFrom', 'gradientTo', 'gradientAngle'];
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
  let ground: Placed<Matte> | undefined;
  let squares = squaresOf(canvas);

  const updateSticker = newest(async () => {
    sticker = await stickered(cutout, stickerOf(settings.get(), drawing.matte), work);
    redraw();
  }, onError);
  const updateGround = newest(async () => {
    ground = await groundNow();
    redraw();
  }, onError);
  const groundNow = async () => {
    const shadow = groundOf(settings.get(), drawing.matte);
    return shadow && (await grounded(cutout, shadow, work));
  };
  const blurNow = () => blurred(picture, cutout, settings.get().backdropBlur, work);
  const updateBlur = newest(async () => {
    blur = await blurNow();
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
    if (touches(GROUND_SETTINGS)) updateGround();
    if (now.backdrop === 'blur' && touches(['backdrop', 'backdropBlur'])) updateBlur();
    if (now.backdrop === 'picture' && touches(FRAME)) updateBehind();
    if (touches([...FRAME, 'view', 'contrast', 'backdropColour', ...GRADIENT, 'placing', 'panel'])) redraw();
  });
  const takeSquares = () => {
    squares = squaresOf(canvas);
    redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', takeSquares);
  new MutationObserver(takeSquares).observe(document.documentElement, { attributeFilter: ['data-theme'] });

  const backdrop = (now: Settings): Under['backdrop'] => {
    if (now.backdrop === 'gradient') return gradientNow(now);
    return { none: undefined, colour: now.backdropColour, picture: behind, blur }[now.backdrop];
  };
  /** Made anew where its colours or the frame are others. */
  let gradient: { readonly of: string; readonly placed: Placed<Picture> } | undefined;
  const gradientNow = (now: Settings) => {
    const { frame } = framing();
    const of = JSON.stringify([gradientOf(now), frame]);
    if (gradient?.of !== of) gradient = { of, placed: graded(gradientOf(now), frame) };
    return gradient.placed;
  };

  return {
    scene() {
      drawing.catchUp();
      const now = settings.get();
      const { view, contrast, placing } = now;
      const shadow = sticker.shadow && { ...sticker.shadow, fall: fallOf(now, sticker.shadow.fall) };
      const under = { backdrop: backdrop(now), ground, ...sticker, shadow };
      const scene = { picture, cutout, mode: view, contrast, under, frame: framing().frame, squares };
      return isPlaced(now) ? { ...scene, placing } : scene;
    },
    follow() {
      const now = settings.get();
      if (now.outlined || now.shaded) updateSticker();
      if (now.shaded) updateGround();
      if (now.backdrop === 'blur') updateBlur();
      redraw();
    },
    async shown() {
      if (settings.get().backdrop === 'blur') blur = await blurNow();
      return { blur, ground: await groundNow() };
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
