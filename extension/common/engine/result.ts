import type { OnProgress } from '../../../shared/pipeline/stages.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import { type Background, DEFAULT_SETTINGS, type Settings } from '../../contracts/settings.ts';
import type { Result } from '../storage/recents.ts';
import { resultName } from '../words/file-name.ts';
import { compose, save } from './ask-engine.ts';

/** The cutout as the settings want it: as it is, on a colour, or before its own background out of focus. */
export async function withBackground(
  { cutout, picture }: Result,
  background: Background,
  onProgress?: OnProgress,
): Promise<Blob> {
  if (background.kind === 'none') return cutout;
  const backdrop = background.kind === 'blur' ? { kind: 'blur' as const, original: picture } : background;
  return compose(cutout, backdrop, { ...(onProgress && { onProgress }) });
}

/** Saves a result under the name that the settings give it. */
export async function saveResult(
  result: Result,
  output: Output,
  { background, fileName }: Pick<Settings, 'background' | 'fileName'> = DEFAULT_SETTINGS,
): Promise<void> {
  const blob = output === 'matte' ? result.matte : await withBackground(result, background);
  if (blob) await save(blob, resultName(result.name, output, { pattern: fileName }));
}

/** Puts a PNG on the clipboard; it may still be in the making. */
export const copyToClipboard = (picture: Blob | Promise<Blob>): Promise<void> =>
  navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
