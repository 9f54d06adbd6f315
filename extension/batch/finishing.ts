import { rasterize } from '../../shared/web/rasterize.ts';
import { backgroundChoice } from '../common/elements/background-choice.ts';
import { byId } from '../common/elements/dom.ts';
import type { Result } from '../common/storage/recents.ts';
import { EXTENSIONS, type Format } from '../contracts/formats.ts';
import { longestOf, type Settings } from '../contracts/settings.ts';
import type { Finishing } from '../editor/work/tasks.ts';
import { createWork } from '../editor/work/work-client.ts';

const work = createWork();
const select = (id: string) => byId<HTMLSelectElement>(id);

const background = backgroundChoice(select('batch-background'), byId<HTMLInputElement>('batch-colour'), () =>
  showBehind(),
);

/** The small pictures in the list lie on the colour that was chosen. */
function showBehind(): void {
  const chosen = background.chosen();
  byId('list').classList.toggle('on-colour', chosen.kind === 'colour');
  if (chosen.kind === 'colour') byId('list').style.setProperty('--behind', chosen.colour);
}

let usual: Pick<Finishing, 'quality' | 'longest'> = { quality: 0.9 };

/** Shows what the settings say; from now on the controls say what is made of every cutout of this batch. */
export function showFinishing(settings: Settings): void {
  background.show(settings.background);
  select('batch-crop').value = settings.trim ? 'person' : 'all';
  select('batch-format').value = settings.saveFormat;
  usual = { quality: settings.saveQuality, longest: longestOf(settings) };
  showBehind();
}

function finishing(): Finishing {
  return {
    ...usual,
    background: background.chosen(),
    crop: select('batch-crop').value as Finishing['crop'],
    format: select('batch-format').value as Format,
  };
}

/** The ending of the files that are saved now. */
export const extensionNow = (): string => EXTENSIONS[finishing().format];

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
