import type { Matte } from '../../../shared/image/picture.ts';
import type { Edges } from '../matte/edges.ts';
import { newest } from '../work/newest.ts';
import type { Worked } from '../work/work-client.ts';
import type { Drawing, Step } from './drawing.ts';
import { DEFAULTS, type SettingsStore } from './settings.ts';

/** Adjusting the edges of the matte as it is now: one step however often the controls are moved. */
export interface Edging {
  /** To be told of each new state of the matte: where another change follows, the controls are back in their middle. */
  onSettled(): void;
}

const MIDDLE = { edgeShift: DEFAULTS.edgeShift, edgeFeather: DEFAULTS.edgeFeather };

/**
 * Moves and softens the outline as the settings say.
 *
 * @param onError told what the worker throws.
 */
export function createEdging(
  drawing: Drawing,
  work: Worked,
  settings: SettingsStore,
  onError: (thrown: unknown) => void,
): Edging {
  const { matte } = drawing;
  const longer = Math.max(matte.width, matte.height);
  /** The matte before the step that is being adjusted, and that step, once it has changed something. */
  let adjusting: { readonly before: Matte; step?: Step | undefined } | undefined;
  let isOurs = false;

  const put = (found: Matte) => {
    if (!adjusting) return;
    isOurs = true;
    adjusting.step = drawing.adjust(found, adjusting.step);
    isOurs = false;
  };
  const adjust = newest(async () => {
    const { edgeShift, edgeFeather } = settings.get();
    const edges: Edges = { shift: edgeShift * longer, feather: edgeFeather * longer };
    if (!adjusting && edges.shift === 0 && edges.feather === 0) return;
    adjusting ??= { before: { ...matte, data: matte.data.slice() } };
    const mine = adjusting;
    const found = await work('adjustEdges', { matte: mine.before, edges });
    // Something else may have changed the matte meanwhile, or be about to: a stroke that is still being painted.
    if (adjusting === mine && !drawing.isPainting) put(found);
  }, onError);

  settings.on(({ decontaminated }, changed) => {
    if (changed.has('edgeShift') || changed.has('edgeFeather')) adjust();
    if (changed.has('decontaminated')) drawing.decontaminate(decontaminated);
  });

  return {
    onSettled() {
      if (isOurs) return;
      adjusting = undefined;
      settings.set(MIDDLE);
    },
  };
}
