import { t } from './words.ts';

/** A sentence names no more files. */
const MOST_NAMED = 10;

/**
 * Tells what is in a ZIP that was saved.
 *
 * @param without how many pictures have no cutout.
 * @param leftOut the names of those whose file could not be made or read.
 */
export function zipSaved(
  saved: number,
  { without = 0, leftOut }: { without?: number; leftOut: readonly string[] },
): string {
  const sentence = without > 0 ? t('zipSavedWithout', String(saved), String(without)) : t('zipSaved', String(saved));
  return leftOut.length > 0 ? `${sentence} ${t('zipLeftOut', namedFew(leftOut))}` : sentence;
}

/** The names of some files; where there are many, those of the first ones. */
const namedFew = (names: readonly string[]): string =>
  names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ', …' : '');
