import type { PageSettings } from '../../contracts/settings.ts';
import type { Acquired } from '../acquire/way.ts';
import type { Choice } from '../overlay/cards/choice.ts';

/** What was made of one picture; blobs, never pixels. */
export interface Results {
  acquired?: Acquired;
  cutout?: Blob;
  matte?: Blob;
  /** What was cut out may be no person, and nobody has said yet to keep it. */
  isUnsure?: boolean;
  /** What was last put under the cutout, and the two together. */
  backdrop?: Choice;
  composed?: Blob;
  /** With these it was last asked for: a card that was closed comes back with them. */
  settings?: PageSettings;
  /** It showed when its picture went: it shows again when the picture comes back. */
  missing?: true;
}

/** The results of this many pictures are kept beyond their sessions. */
const LIMIT = 50;

/** By URL, the one used last at the end. */
const kept = new Map<string, Results>();

/** The results of the picture at `url`, those of an earlier session included. */
export function resultsOf(url: string | undefined): Results {
  const results = (url && kept.get(url)) || {};
  if (!url) return results;
  kept.delete(url);
  kept.set(url, results);
  for (const [oldest] of kept) {
    if (kept.size <= LIMIT) break;
    kept.delete(oldest);
  }
  return results;
}

/** The URLs of pictures whose results are to be shown when they come back. */
export const missing = (): Set<string> =>
  new Set([...kept].filter(([, results]) => results.missing).map(([url]) => url));
