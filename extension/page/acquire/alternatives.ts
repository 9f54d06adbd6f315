import type { CutoutErrorCode } from '../../../shared/errors.ts';
import type { Target } from '../find/kinds.ts';

/** The codes of pictures whose bytes could not be had. */
const NOT_HAD = new Set<CutoutErrorCode>([
  'permission-needed',
  'all-hosts-needed',
  'picture-unreadable',
  'http-status',
  'unreachable',
  'timeout',
]);

/** What still works where a picture's bytes could not be had. */
export interface Alternatives {
  /** The element to take a screenshot of. */
  readonly visible?: Element;
  /** The address at which the picture opens by itself. */
  readonly address?: string;
}

/** @param code why the bytes could not be had. */
export function alternativesFor({ kind, element, url }: Target, code: CutoutErrorCode): Alternatives {
  if (!NOT_HAD.has(code)) return {};
  // Protected video is black in screenshots, too; a video's address is not its frame's.
  const isProtected = element instanceof HTMLVideoElement && element.mediaKeys !== null;
  const opens = kind !== 'video' && url !== undefined && /^https?:/i.test(url);
  return { ...(element && !isProtected && { visible: element }), ...(opens && { address: url }) };
}
