import { ProblemError } from '../problems.ts';

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
 * @throws ProblemError `bad-request` for what is no form, and for a file anywhere else.
 */
export async function readForm(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  names: readonly string[],
): Promise<Form> {
  const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData().catch(() => {
    throw new ProblemError('bad-request', `The form could not be read; send ${FORM} with its boundary.`);
  });
  const files: Record<string, File> = Object.create(null);
  const fields: Record<string, string[]> = Object.create(null);
  for (const [name, value] of form as Iterable<[string, File | string]>) {
    if (typeof value === 'string') {
      // In place: a form may have ten thousands of fields of one name.
      fields[name] ??= [];
      fields[name].push(value);
    } else if (!names.includes(name)) {
      const known = names.map((one) => `“${one}”`).join(' or ');
      throw new ProblemError(
        'bad-request',
        `The form has a file in its field “${name.slice(0, 40)}”; only ${known} is one.`,
      );
    } else if (files[name]) {
      throw new ProblemError('bad-request', `The form has several files in its field “${name}”; send one.`);
    } else files[name] = value;
  }
  const read: Record<string, Uint8Array<ArrayBuffer>> = Object.create(null);
  for (const [name, file] of Object.entries(files)) read[name] = new Uint8Array(await file.arrayBuffer());
  return { files: read, fields };
}
