import { rasterize } from '../../shared/web/rasterize.ts';
import { backgroundChoice } from '../common/elements/background-choice.ts';
import { byId } from '../common/elements/dom.ts';
import type { Result } from '../common/storage/recents.ts';
import type { Background } from '../contracts/settings.ts';
import { EXTENSIONS, type Finishing, type Format } from '../editor/work/tasks.ts';
import { createWork } from '../editor/work/work-client.ts';

const work = createWork();
const select = (id: string) => byId<HTMLSelectElement>(id);

const background = backgroundChoice(select('batch-background'), byId<HTMLInputElement>('batch-colour'));

/** Shows the settings' background; from now on the controls say what is made of every cutout of this batch. */
export const showFinishing = (usual: Background): void => background.show(usual);

function finishing(): Finishing {
  return {
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
  const { background, crop } = wanted;
  if (background.kind === 'none' && crop === 'all' && wanted.format === 'image/png') return cutout;
  const original = background.kind === 'blur' ? await rasterize(picture) : picture;
  return work('finish', { cutout, original, finishing: wanted });
}
