import type { Colour } from '../../../shared/image/picture.ts';
import { SHADOW_DEFAULTS } from '../../../shared/image/shadow/cast-shadow.ts';
import type { Format } from '../../contracts/formats.ts';
import type { ViewMode } from '../pixels/draw-view.ts';
import { IDENTITY, type Similarity } from '../pixels/similarity.ts';
import type { Aspect } from '../result/frame.ts';
import type { Gradient } from '../result/gradient.ts';
import type { IdPhotoName } from '../result/id-photos.ts';
import type { TemplateName } from '../result/templates.ts';

/** What is kept of the picture, or the canvas of a template. */
export type Cropping = 'all' | 'person' | Aspect | TemplateName | IdPhotoName;

/** All that the panels set. Lengths of stickers are shares of the picture's longer side. */
export interface Settings {
  readonly panel: string;
  /** What a stroke does; `only` keeps one person of several by a click. */
  readonly mode: 'keep' | 'remove' | 'only';
  /** How a thing is chosen: what a box holds, or what looks like what a stroke goes over. */
  readonly choosing: 'box' | 'keep' | 'remove';
  /** Diameter of the brush in CSS pixels. */
  readonly size: number;
  /** 0..1. */
  readonly softness: number;
  /** How far the outline is moved outwards, and how far it is softened, as shares of the picture's longer side. */
  readonly edgeShift: number;
  readonly edgeFeather: number;
  /** Whether the old background's colour is taken out of the edges. */
  readonly decontaminated: boolean;
  readonly view: ViewMode;
  readonly contrast: Colour;
  readonly backdrop: 'none' | 'colour' | 'gradient' | 'picture' | 'blur';
  readonly backdropColour: Colour;
  /** How far the picture's own background is out of focus, of what is usual. */
  readonly backdropBlur: number;
  readonly gradientFrom: Colour;
  readonly gradientTo: Colour;
  /** In degrees clockwise; 0: upwards. */
  readonly gradientAngle: number;
  readonly backdropPicture: Blob | undefined;
  /** Where the person is put, in the plane of the picture. */
  readonly placing: Similarity;
  readonly cropping: Cropping;
  /** Dots an inch of ID photographs. */
  readonly dpi: '300' | '600';
  /** Share of the person's longer side; in templates and ID photographs the person is smaller by it. */
  readonly margin: number;
  /** How far the frame was moved, in pixels of the picture. */
  readonly moved: { readonly x: number; readonly y: number };
  readonly outlined: boolean;
  readonly outlineColour: Colour;
  readonly outlineWidth: number;
  readonly shaded: boolean;
  /** Whether it falls behind the person, as a sticker's, or lies on the ground. */
  readonly shadowOn: 'behind' | 'ground';
  /** How far it leans to the right on the ground, as a share of the person's height; negative: to the left. */
  readonly shadowLean: number;
  readonly shadowOpacity: number;
  readonly shadowBlur: number;
  readonly shadowDistance: number;
  readonly format: Format;
  readonly quality: number;
  /** Width to save at, in pixels. Default: the frame's own. */
  readonly width: number | undefined;
}

/** The editor's settings when it opens. */
export const DEFAULTS: Settings = {
  panel: 'brush',
  mode: 'keep',
  choosing: 'box',
  size: 40,
  softness: 0.5,
  edgeShift: 0,
  edgeFeather: 0,
  decontaminated: true,
  view: 'result',
  contrast: [0, 177, 64],
  backdrop: 'none',
  backdropColour: [255, 255, 255],
  backdropBlur: 1,
  gradientFrom: [255, 214, 165],
  gradientTo: [160, 196, 255],
  gradientAngle: 180,
  backdropPicture: undefined,
  placing: IDENTITY,
  cropping: 'all',
  dpi: '300',
  margin: 0.05,
  moved: { x: 0, y: 0 },
  outlined: false,
  outlineColour: [255, 255, 255],
  outlineWidth: 0.012,
  shaded: false,
  shadowOn: 'behind',
  shadowLean: SHADOW_DEFAULTS.lean,
  shadowOpacity: SHADOW_DEFAULTS.opacity,
  shadowBlur: SHADOW_DEFAULTS.blur,
  shadowDistance: SHADOW_DEFAULTS.distance,
  format: 'image/png',
  quality: 0.9,
  width: undefined,
};

/** The gradient that the settings describe. */
export const gradientOf = ({ gradientFrom: from, gradientTo: to, gradientAngle: angle }: Settings): Gradient => ({
  ...{ from, to, angle },
});

/**
 * What the stage is for: choose in the panel for that, paint in the brush's alone, place the person in that for it, move the frame in
 * those of cropping and templates, elsewhere look around.
 */
export type Tool = Settings['mode'] | 'box' | 'smart-keep' | 'smart-remove' | 'place' | 'frame' | 'pan';

/** What a drag in the picture does under these settings. */
export function toolOf({ panel, mode, choosing }: Settings): Tool {
  if (panel === 'choose') return choosing === 'box' ? 'box' : `smart-${choosing}`;
  if (panel === 'brush') return mode;
  if (panel === 'place') return 'place';
  return panel === 'crop' || panel === 'template' ? 'frame' : 'pan';
}

/** What a tool that paints does to what it goes over; undefined of one that doesn't paint. */
export function paintOf(tool: Tool): 'keep' | 'remove' | undefined {
  if (tool === 'keep' || tool === 'smart-keep') return 'keep';
  return tool === 'remove' || tool === 'smart-remove' ? 'remove' : undefined;
}

/** Whether a tool's strokes mean things and not discs. */
export const isSmart = (tool: Tool): boolean => tool === 'smart-keep' || tool === 'smart-remove';

/** The editor's settings, which panels and keyboard change and the stage follows. */
export interface SettingsStore {
  get(): Settings;
  set(patch: Partial<Settings>): void;
  /** Calls back after each change with what changed, and once at the start with everything. */
  on(listener: (settings: Settings, changed: ReadonlySet<keyof Settings>) => void): void;
}

/** The settings of one editor; they start as `DEFAULTS`. */
export function createSettings(): SettingsStore {
  let settings = DEFAULTS;
  const listeners: ((settings: Settings, changed: ReadonlySet<keyof Settings>) => void)[] = [];
  return {
    get: () => settings,
    set(patch) {
      const keys = Object.keys(patch) as (keyof Settings)[];
      const changed = new Set(keys.filter((key) => patch[key] !== settings[key]));
      if (changed.size === 0) return;
      settings = { ...settings, ...patch };
      for (const listener of listeners) listener(settings, changed);
    },
    on(listener) {
      listeners.push(listener);
      listener(settings, new Set(Object.keys(settings) as (keyof Settings)[]));
    },
  };
}
