import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { isPictureName, type NewBatch } from '../../../shared/contracts/batches.ts';
import type { Input } from '../files/inputs.ts';
import type { Plan } from '../plan.ts';

/** Pictures by the names that a batch has for them. */
export type Named = ReadonlyMap<string, Input>;

/** Names that differ: a picture's own, where it can be, else with its number. */
export function nameAll(photos: readonly Input[]): Named {
  const named = new Map<string, Input>();
  for (const [at, input] of photos.entries()) {
    const own = basename(input.path);
    const ways = [own, `${at + 1} ${own}`, `${at + 1}${extname(own)}`];
    named.set(ways.find((name) => isPictureName(name) && !named.has(name)) ?? String(at + 1), input);
  }
  return named;
}

/** What a batch is asked for; its pictures keep their size, so one that is too large for its format is declined. */
export function wantedOf({ outputs: [{ kind, encoding }], wishes }: Plan): NewBatch {
  return {
    options: {
      output: kind,
      model: wishes.model as 'lite' | 'portrait-s',
      format: encoding.format,
      size: 'full',
      ...(wishes.on !== undefined && { background: wishes.on }),
      ...shadowOf(wishes),
    },
  };
}

const shadowOf = ({ shadow }: Plan['wishes']): Pick<NonNullable<NewBatch['options']>, 'shadow' | 'shadow_opacity'> => ({
  ...(shadow && { shadow: shadow.kind }),
  ...(shadow?.opacity !== undefined && { shadow_opacity: `${(100 * shadow.opacity).toFixed(2)}%` }),
});

/** The same for the same files, as they are now, and wishes. */
export async function keyOf({ wishes }: Plan, wanted: NewBatch, named: Named): Promise<string> {
  if (wishes.force) return randomUUID();
  const hash = createHash('sha256').update(JSON.stringify(wanted));
  for (const { path } of named.values()) {
    const found = await stat(path).catch(() => undefined);
    hash.update(JSON.stringify([resolve(path), found?.size, found?.mtimeMs]));
  }
  return hash.digest('hex');
}
