import type { Matte } from '../../../shared/image/picture.ts';
import type { Edited } from '../../common/storage/editor-jobs.ts';
import { newest } from '../work/newest.ts';
import type { Drawing } from './drawing.ts';
import { packLook, unpackLook } from './look.ts';
import { pack, unpack } from './packed.ts';
import { changesResult, type SettingsStore } from './settings.ts';

/** The record of the job is written anew each time, with its picture: while a control is dragged, at most so often. */
const BETWEEN_LOOKS_MS = 300;

/** Where it is stored what became of a job. */
export interface Store {
  /** What was stored before the tab was reloaded. */
  readonly earlier: Edited;
  keep(edited: Edited): Promise<void>;
}

/** Stores strokes and settings, so that they are restored when the tab is reloaded. */
export interface Keeping {
  keepStrokes(): void;
  /** Restores what was stored before. From now on, changes of the settings are stored. */
  restore(drawing: Pick<Drawing, 'resume'>): Promise<void>;
}

/** @param store undefined if nothing must be stored. */
export function createKeeping(matte: Matte, settings: SettingsStore, store: Store | undefined): Keeping {
  let isRestored = false;
  // Where they can't be kept, they are asked after before they are lost, as ever.
  const unkept = () => {};
  const keepStrokes = newest(async () => store?.keep({ edited: await pack(matte) }), unkept);
  const keepLook = newest(async () => {
    await store?.keep({ look: await packLook(settings.get()) });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }, unkept);
  settings.on((_, changed) => {
    if (isRestored && changesResult(changed)) keepLook();
  });

  return {
    keepStrokes,
    async restore(drawing) {
      const { edited, look } = store?.earlier ?? {};
      const [strokes, patch] = await Promise.all([
        edited && unpack(edited, matte).catch(() => undefined),
        unpackLook(look),
      ]);
      settings.set(patch);
      if (strokes) drawing.resume(strokes);
      isRestored = true;
    },
  };
}
