import { MAX_COPIED_BYTES } from '../limits.ts';
import { ProblemError } from '../problems.ts';
import { type Part, partsOf } from './multipart.ts';

/** What a form brings. */
export interface Form {
  /** The bytes of its files, by the name of the field. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Its other fields: every value of each name. */
  readonly fields: Readonly<Record<string, string[]>>;
}

export const FORM = 'multipart/form-data';

/**
 * Reads a form's files and fields.
 *
 * @param names the fields that may have a file, one each.
 * @returns files that are views of `bytes`.
 * @throws ProblemError `bad-request` for what is no form, and for a file anywhere else; `too-large` for too much text beside the files.
 */
export function readForm(bytes: Uint8Array<ArrayBuffer>, contentType: string, names: readonly string[]): Form {
  const files: Record<string, Uint8Array<ArrayBuffer>> = Object.create(null);
  const fields: Record<string, string[]> = Object.create(null);
  let textBytes = 0;
  for (const { name, fileName, content } of partsIn(bytes, contentType)) {
    // A browser sends this for a file that nobody chose.
    if (fileName === '' && content.length === 0) continue;
    if (fileName === undefined) {
      textBytes += content.length;
      if (textBytes > MAX_COPIED_BYTES) throw tooMuchText();
      fields[name] ??= [];
      fields[name].push(new TextDecoder().decode(content));
    } else if (!names.includes(name)) {
      const known = names.map((one) => `“${one}”`).join(' or ');
      throw new ProblemError(
        'bad-request',
        `The form has a file in its field “${name.slice(0, 40)}”; only ${known} is one.`,
      );
    } else if (files[name]) {
      throw new ProblemError('bad-request', `The form has several files in its field “${name}”; send one.`);
    } else files[name] = content;
  }
  return { files, fields };
}

const tooMuchText = () =>
  new ProblemError(
    'too-large',
    `The form has more than ${MAX_COPIED_BYTES / 2 ** 20} MiB of text, which is the limit; send the picture as a file.`,
    {},
    { bytes: MAX_COPIED_BYTES },
  );

function* partsIn(bytes: Uint8Array<ArrayBuffer>, contentType: string): Generator<Part> {
  try {
    yield* partsOf(bytes, contentType);
  } catch {
    throw new ProblemError('bad-request', `The form could not be read; send ${FORM} with its boundary.`);
  }
}
