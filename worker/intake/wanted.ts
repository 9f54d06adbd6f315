import type { Wanted } from '../inference/matte.ts';
import { ProblemError } from '../problems.ts';
import { formatOf } from './accept.ts';
import type { Upload } from './image.ts';
import { readQuery } from './query.ts';

type Given = Readonly<Record<string, string[]>>;

/** Every value of each name, of a query and of a form. */
export function together(query: Given, fields: Given): Record<string, string[]> {
  const given: Record<string, string[]> = Object.assign(Object.create(null), query);
  for (const [name, values] of Object.entries(fields)) given[name] = [...(given[name] ?? []), ...values];
  return given;
}

/**
 * What is asked for an upload, by parameters of `POST /v1/mattes`.
 *
 * @param accept the header of that name, where it chooses the format.
 * @throws ProblemError `bad-request`, `not-acceptable`.
 */
export function wantedOf(
  given: Record<string, string[]>,
  { background, fields }: Upload,
  accept: string | undefined,
): Wanted {
  const query = readQuery(given, fields);
  const { output, on } = query;
  const format = formatOf(query.format, accept);
  if (
    background &&
    (output !== 'cutout' || (on ?? query.background) !== undefined || ['zip', 'webp'].includes(format))
  ) {
    throw new ProblemError(
      'bad-request',
      'The picture for the background goes with output=cutout, with no other background and not with format=zip or webp; see /docs.',
    );
  }
  return { ...query, format, isByAccept: query.format === undefined };
}
