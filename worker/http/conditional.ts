/** A strong entity tag of a content hash. */
export const entityTag = (sha256: string): string => `"${sha256}"`;

/** True when `If-None-Match` (RFC 9110, 13.1.2) names `tag`, so that 304 is the answer. Compares weakly. */
export function isCurrent(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((listed) => listed.trim().replace(/^W\//, '') === tag);
}
