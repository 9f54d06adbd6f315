import { MATTE_NETWORKS } from '../../inference/catalog.ts';
import { BACKEND_CHOICES } from '../../inference/engine.ts';
import { QUALITY_CHOICES } from '../../pipeline/options.ts';
import type { JobOptions, MatteoOptions } from '../types.ts';

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  network: MATTE_NETWORKS,
  quality: QUALITY_CHOICES,
  backend: BACKEND_CHOICES,
};

/**
 * Checks what programs without types may get wrong. Formats, colours, parts and shadows are checked where they are used.
 *
 * @throws RangeError for a value that can't be meant.
 */
export function checkOptions(options: MatteoOptions & JobOptions): void {
  for (const [name, known] of Object.entries(KNOWN)) {
    const value = options[name as 'network' | 'quality' | 'backend'];
    if (value !== undefined && !known.includes(value))
      throw new RangeError(`“${value}” is no ${name}; choose one of ${known.join(', ')}.`);
  }
  const { compression } = options;
  if (compression !== undefined && !(compression >= 0 && compression <= 1))
    throw new RangeError('“compression” is 0 to 1.');
}
