import type { Colour } from '../../../shared/image/picture.ts';
import { SHADOW_DEFAULTS } from '../../../shared/image/shadow/cast-shadow.ts';
import type { Format } from '../../contracts/formats.ts';
import type { ViewMode } from '../pixels/draw-view.ts';
import { IDENTITY, type Similarity } from '../pixels/similarity.ts';
import type { Aspect } from '../result/frame.ts';
import type { Gradient } from '../result/gradient.ts';
import type { IdPhotoName } from '../result/id-photos.ts';
import type { TemplateName } from '../result/templates.ts';

/** The crop: a part of the picture, or the canvas of a template. */
export type Cropping = 'all' | 'person' | Aspect | TemplateName | IdPhotoName;

/** All settings of the panels. Lengths of stickers are shares of the picture's longer side. */
export interface Settings {
  readonly panel: string;
  /** What a stroke does; `only` keeps one person of several by a click. */
  readonly mode: 'keep' | 'remove' | 'only';
  /** The manual selection: the content of a box, or a smart stroke that keeps or removes. */
  readonly choosing: 'box' | 'keep' | 'remove';
  /** Diameter of the brush in CSS pixels. */
  readonly size: number;
  /** 0..1. */
  readonly softness: number;
  /** The distance by which the outline is moved outwards, and the width of its softening, as shares of the picture's longer side. */
  readonly edgeShift: number;
  readonly edgeFeather: number;
  /** Whether the old background's colour is removed from the edges. */
  readonly decontaminated: boolean;
  readonly view: ViewMode;
  readonly contrast: Colour;
  readonly backdrop: 'none' | 'colour' | 'gradient' | 'picture' | 'blur';
  readonly backdropColour: Colour;
  /** The blur of the picture's own background, relative to the default. */
  readonly backdropBlur: number;
  readonly gradientFrom: Colour;
  readonly gradientTo: Colour;
  /** In degrees clockwise; 0: upwards. */
  readonly gradientAngle: number;
  readonly backdropPicture: Blob | undefined;
  /** The person's position, scale and rotation in the plane of the picture. */
  readonly placing: Similarity;
  readonly cropping: Cropping;
  /** Dots an inch of ID photographs. */
  readonly dpi: '300' | '600';
  /** The margin, as a share of the person's longer side; in templates and ID photographs the person is smaller by it. */
  readonly margin: number;
  /** The distance by which the frame was moved, in pixels of the picture. */
  readonly moved: { readonly x: number; readonly y: number };
  readonly outlined: boolean;
  readonly outlineColour: Colour;
  readonly outlineWidth: number;
  readonly shaded: boolean;
  /** Whether the shadow is behind the person, as a sticker's, or on the ground. */
  readonly shadowOn: 'behind' | 'ground';
  /** The distance by which it leans to the right on the ground, as a share of the person's height; negative: to the left. */
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

/** What is of the tools and the view alone, or becomes a change of the matte. */
const OF_TOOLS = [
  ...(['panel', 'mode', 'choosing', 'size', 'softness', 'view', 'contrast'] as const),
  ...(['edgeShift', 'edgeFeather'] as const),
] as const satisfies readonly (keyof Settings)[];

/** The settings by which the result is made of the matte. */
export type LookKey = Exclude<keyof Settings, (typeof OF_TOOLS)[number]>;

/** Whether another result is saved after a change of these. */
export const changesResult = (changed: ReadonlySet<keyof Settings>): boolean =>
  [...changed].some((key) => !OF_TOOLS.some((ofTool) => ofTool === key));

/** The gradient that the settings describe. */
export const gradientOf = ({ gradientFrom: from, gradientTo: to, gradientAngle: angle }: Settings): Gradient => ({
  ...{ from, to, angle },
});

/**
 * What a drag on the stage does, by panel: *Select* selects, *Brush* paints, *Position* moves the person, *Crop* and *Templates* move the
 * frame; in all others it pans.
 */
export type Tool = Settings['mode'] | 'box' | 'smart-keep' | 'smart-remove' | 'place' | 'frame' | 'pan';

/** What a drag in the picture does under these settings. */
export function toolOf({ panel, mode, choosing }: Settings): Tool {
  if (panel === 'choose') return choosing === 'box' ? 'box' : `smart-${choosing}`;
  if (panel === 'brush') return mode;
  if (panel === 'place') return 'place';
  return panel === 'crop' || panel === 'template' ? 'frame' : 'pan';
}

/** Whether a painting tool keeps or removes; undefined for other tools. */
export function paintOf(tool: Tool): 'keep' | 'remove' | undefined {
  if (tool === 'keep' || tool === 'smart-keep') return 'keep';
  return tool === 'remove' || tool === 'smart-remove' ? 'remove' : undefined;
}

/** Whether a tool's strokes select regions of similar colour. */
export const isSmart = (tool: Tool): boolean => tool === 'smart-keep' || tool === 'smart-remove';

/** The editor's settings: panels and keyboard change them, and the stage shows them. */
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
