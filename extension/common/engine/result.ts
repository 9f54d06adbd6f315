import type { OnProgress } from '../../../shared/pipeline/stages.ts';
import type { Background } from '../../contracts/settings.ts';
import type { Result } from '../storage/recents.ts';
import { compose } from './ask-engine.ts';

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

/** Puts a PNG on the clipboard; it may still be in the making. */
export const copyToClipboard = (picture: Blob | Promise<Blob>): Promise<void> =>
  navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
