import { IDENTITY } from '../pixels/similarity.ts';
import { idPhotoOf } from '../result/id-photos.ts';
import { templateOf } from '../result/templates.ts';
import type { Drawing } from './drawing.ts';
import { type Cropping, DEFAULTS, type Settings, type SettingsStore } from './settings.ts';

type Patch = Partial<Settings>;

/** What a template laid under the person, and what was there before. */
interface Laid {
  readonly set: Patch;
  readonly before: Patch;
}

/**
 * Chooses what is kept of the picture, or a template, as one step to undo. A template lays its own background, and puts the person
 * back in its place, around which its canvas is laid. The next choice takes that background away, unless it was changed since.
 */
export function createTemplating(
  drawing: Pick<Drawing, 'record'>,
  settings: SettingsStore,
): (cropping: Cropping) => void {
  let laid: Laid | undefined;

  return (cropping) => {
    const was = settings.get();
    // A template that was chosen before the tab was reloaded.
    laid ??= laidBy(was.cropping);
    const away = laid && isSet(laid.set, was) ? laid.before : {};
    const set = groundFor(cropping);
    const isTemplate = Object.keys(set).length > 0;
    const patch: Patch = {
      ...away,
      ...set,
      ...{ cropping, moved: DEFAULTS.moved, margin: isTemplate ? 0 : DEFAULTS.margin, width: undefined },
      ...(isTemplate && { placing: IDENTITY }),
    };
    let other = { settings: taken(was, patch), laid };
    laid = isTemplate ? { set, before: taken({ ...was, ...away }, set) } : undefined;
    settings.set(isTemplate ? { ...patch, view: 'result' } : patch);
    drawing.record(() => {
      const now = { settings: taken(settings.get(), patch), laid };
      laid = other.laid;
      settings.set(other.settings);
      other = now;
    });
  };
}

/** What a template lays under the person; nothing for other ways to crop. */
function groundFor(cropping: Cropping): Patch {
  const template = templateOf(cropping);
  const { ground } = template ?? idPhotoOf(cropping) ?? {};
  if (!template && !ground) return {};
  return {
    ...(ground ? { backdrop: 'colour', backdropColour: ground } : { backdrop: 'none' }),
    shaded: false,
    ...{ outlined: template?.outlined ?? false, outlineColour: DEFAULTS.outlineColour },
  };
}

/** What a template has laid over the settings of the start. */
function laidBy(cropping: Cropping): Laid | undefined {
  const set = groundFor(cropping);
  return Object.keys(set).length > 0 ? { set, before: taken(DEFAULTS, set) } : undefined;
}

/** The settings' values of what a patch sets. */
const taken = (from: Settings, patch: Patch): Patch =>
  Object.fromEntries(Object.keys(patch).map((key) => [key, from[key as keyof Settings]]));

/** Colours are compared by their values. */
const isSet = (patch: Patch, now: Settings): boolean =>
  Object.entries(patch).every(([key, value]) => String(now[key as keyof Settings]) === String(value));
