/** What results can be written as. */
export const FORMATS = ['png', 'webp', 'jpeg'] as const;
export type Format = (typeof FORMATS)[number];

/** How a result is written; `quality` is that of WebP and JPEG, 1..100. */
export interface Encoding {
  readonly format: Format;
  readonly quality: number;
}

/** The ending of a format's files, without its dot. */
export const endingOf = (format: Format): string => (format === 'jpeg' ? 'jpg' : format);

/** The format that a file's ending stands for: undefined without an ending, `'other'` where it stands for none of ours. */
export function formatOfEnding(path: string): Format | 'other' | undefined {
  const ending = /[^/\\]\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  if (ending === 'jpg' || ending === 'jpe' || ending === 'jfif') return 'jpeg';
  return FORMATS.find((format) => format === ending) ?? 'other';
}
