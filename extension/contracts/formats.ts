/** Formats of files that results are saved in. */
export const FORMATS = ['image/png', 'image/webp', 'image/jpeg'] as const;
export type Format = (typeof FORMATS)[number];

/** The ending of a file's name, by its format. */
export const EXTENSIONS: Readonly<Record<Format, string>> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/jpeg': 'jpg',
};
