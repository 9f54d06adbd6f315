/** One candidate of a `srcset`: its address as written, and `w` or `x` with their number where it has them. */
export interface SrcsetCandidate {
  readonly url: string;
  readonly descriptor?: { readonly unit: 'w' | 'x'; readonly value: number };
}

const CANDIDATE = /([^\s,]\S*[^\s,])(?:\s+([\d.]+)([wx]))?[^,]*(?:,|$)/g;

/** Reads a `srcset` (HTML, “parsing a srcset attribute”): an address may hold commas, but neither begins nor ends with one. */
export const readSrcset = (srcset: string): SrcsetCandidate[] =>
  [...srcset.matchAll(CANDIDATE)].map(([, url, value, unit]) => ({
    url,
    ...(unit && { descriptor: { unit: unit as 'w' | 'x', value: Number(value) } }),
  }));
