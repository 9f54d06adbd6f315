import { rasterize } from '../../shared/web/rasterize.ts';
import { backgroundChoice } from '../common/elements/background-choice.ts';
import { byId } from '../common/elements/dom.ts';
import type { Result } from '../common/storage/recents.ts';
import { thumbnailOf } from '../common/storage/thumbnail.ts';
import type { Format } from '../contracts/formats.ts';
import { type Background, longestOf, type Settings } from '../contracts/settings.ts';
import type { Finishing } from '../editor/work/tasks.ts';
import { createWork } from '../editor/work/work-client.ts';

/** The longer side of a small picture: sharp in the list and in the grid, on dense screens, too. */
export const THUMBNAIL = 320;

const work = createWork();
const select = (id: string) => byId<HTMLSelectElement>(id);

/** Is told of the background that is chosen. */
let onBackground: (background: Background) => void = () => {};
const background = backgroundChoice(select('batch-background'), byId<HTMLInputElement>('batch-colour'), () =>
  onBackground(background.chosen()),
);

let usual: Pick<Finishing, 'quality' | 'longest'> = { quality: 0.9 };

/**
 * Shows what the settings say; from now on the controls say what is made of every cutout of this batch.
 *
 * @param onChosen told of the background, now and whenever another is chosen.
 */
export function showFinishing(settings: Settings, onChosen: (background: Background) => void): void {
  onBackground = onChosen;
  background.show(settings.background);
  select('batch-crop').value = settings.trim ? 'person' : 'all';
  select('batch-format').value = settings.saveFormat;
  usual = { quality: settings.saveQuality, longest: longestOf(settings) };
  onChosen(background.chosen());
}

function finishing(): Finishing {
  return {
    ...usual,
    background: background.chosen(),
    crop: select('batch-crop').value as Finishing['crop'],
    format: select('batch-format').value as Format,
  };
}

/**
 * A result as the controls want it.
 *
 * @param format in place of the one that is chosen.
 * @throws CutoutError what `decode` throws; `unsupported-format` where this browser can’t write the format.
 */
export async function finished({ cutout, picture }: Result, format?: Format): Promise<Blob> {
  const wanted = { ...finishing(), ...(format && { format }) };
  const { background, crop, longest } = wanted;
  const isWhole = background.kind === 'none' && crop === 'all' && longest === undefined;
  if (isWhole && wanted.format === 'image/png') return cutout;
  const original = background.kind === 'blur' ? await rasterize(picture) : picture;
  return work('finish', { cutout, original, finishing: wanted });
}

/** A small cutout before its own background, out of focus; undefined where that can’t be made. */
export async function smallOnBlurred(cutout: Blob, picture: Blob): Promise<Blob | undefined> {
  const original = await thumbnailOf(picture, THUMBNAIL);
  const finishing: Finishing = { background: { kind: 'blur' }, crop: 'all', format: 'image/webp', quality: 0.85 };
  return original && work('finish', { cutout, original, finishing }).catch(() => undefined);
}
