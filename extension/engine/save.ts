import { browser } from '../common/browser/browser.ts';
import { type Named, named } from '../common/files/named.ts';
import { ask } from '../common/requests/ask.ts';
import { download } from '../common/requests/download.ts';
import type { EngineRequest } from '../contracts/messages.ts';
import { longestOf } from '../contracts/settings.ts';
import { inComposer } from './compose.ts';
import { settingsNow } from './cut.ts';

/**
 * What is saved of a result, as the settings want it: trimmed, no larger than asked, in their format, under their name. A mask belongs
 * to the whole picture, and stays what it is.
 *
 * @throws CutoutError as `inComposer`; `unsupported-format` where this browser can’t write the format.
 */
export async function finishResult(
  { picture, shape, source, output, at }: Omit<Extract<EngineRequest, { kind: 'finish' }>, 'kind'>,
  signal: AbortSignal,
): Promise<Named> {
  const { settings } = await settingsNow();
  const { fileName: pattern, saveFormat: format, saveQuality: quality, trim } = settings;
  const naming = { pattern, ...(at && { at }) };
  if (output === 'matte') return named(picture, source, output, naming);
  const longest = longestOf(settings);
  const crop = trim ? 'person' : 'all';
  if (!trim && longest === undefined && format === 'image/png') return named(picture, source, output, naming);
  const finishing = { background: { kind: 'none' }, crop, format, quality, longest } as const;
  const request = { picture, finishing, ...(shape && { shape }) };
  return named(await inComposer((call) => call('finish', request), signal), source, output, naming);
}

/**
 * Downloads `picture` as `name`. Chrome's offscreen document has no downloads of its own, so the background starts
 * them; the object URL has to live here until the file is written.
 */
export async function savePicture(picture: Blob, name: string, isPrivate: boolean): Promise<void> {
  const { askWhere } = (await settingsNow()).settings;
  const url = URL.createObjectURL(picture);
  try {
    if (browser.downloads) await download(url, name, askWhere, isPrivate);
    else await ask({ kind: 'download', url, name, askWhere, isPrivate });
  } finally {
    URL.revokeObjectURL(url);
  }
}
