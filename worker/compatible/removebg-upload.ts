import { removebgSchema } from '../../shared/contracts/removebg.ts';
import { readBody } from '../intake/body.ts';
import { FORM, type Form, readForm } from '../intake/form.ts';
import { add, type Holding } from '../intake/held.ts';
import { checkEncoding, typeOf, type Upload } from '../intake/image.ts';
import { MAX_BODY_BYTES, MAX_COPIED_BYTES } from '../limits.ts';
import { ProblemError } from '../problems.ts';
import { RemovebgError } from './removebg-errors.ts';
import { single } from './words.ts';

const JSON_TYPE = 'application/json';
const URL_ENCODED = 'application/x-www-form-urlencoded';
const FILES = ['image_file', 'bg_image_file'];

/** The pictures and the parameters that a request of `POST /v1.0/removebg` brings. */
export interface RemovebgUpload {
  readonly upload: Upload;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads a form, JSON or URL-encoded fields: one picture, in one of its places.
 *
 * @throws RemovebgError, ProblemError; what `readBody` throws.
 */
export async function readRemovebgUpload(request: Request, holding: Holding): Promise<RemovebgUpload> {
  const type = typeOf(request, FORM);
  if (![FORM, JSON_TYPE, URL_ENCODED].includes(type.name)) {
    throw new ProblemError('bad-request', `The body is none of ${FORM}, ${JSON_TYPE} and ${URL_ENCODED}.`);
  }
  checkEncoding(request);
  const isForm = type.name === FORM;
  const bytes = await readBody(request, holding, isForm ? MAX_BODY_BYTES : MAX_COPIED_BYTES);
  const { files, fields } = isForm
    ? readForm(bytes, type.full, FILES)
    : readText(bytes, type.name === JSON_TYPE, holding);
  const { image_file_b64: encoded, ...values } = single(fields);
  for (const name of ['image_url', 'bg_image_url']) {
    if (values[name] !== undefined) {
      throw new RemovebgError('invalid_image_url', `${name} is not taken: this service fetches nothing; send a file.`);
    }
  }
  const { image_file: file, bg_image_file: background } = files;
  if (file && encoded) throw new RemovebgError('multiple_sources', 'Send image_file or image_file_b64, and not both.');
  if (!file && !encoded) throw new RemovebgError('missing_source', 'Send the picture as image_file or image_file_b64.');
  if (!file) {
    if (bytes.length > MAX_COPIED_BYTES) throw tooMuchEncoded();
    add(holding, encoded.length);
  }
  const image = file ?? fromBase64(encoded);
  // The files of a form are views of its body.
  holding.bytes = (file || background ? bytes.length : 0) + (file ? 0 : image.length);
  return { upload: { image, background, fields: {} }, values };
}

const tooMuchEncoded = (): ProblemError =>
  new ProblemError(
    'too-large',
    `A body with image_file_b64 has at most ${MAX_COPIED_BYTES / 1024 / 1024} MiB; send the picture as image_file.`,
    {},
    { bytes: MAX_COPIED_BYTES },
  );

/** The fields of a body of text, which is held twice for a moment. */
function readText(bytes: Uint8Array, isJson: boolean, holding: Holding): Form {
  add(holding, bytes.length);
  const text = new TextDecoder().decode(bytes);
  const fields: Record<string, string[]> = Object.create(null);
  if (!isJson) {
    for (const [name, value] of new URLSearchParams(text)) {
      fields[name] ??= [];
      fields[name].push(value);
    }
    return { files: {}, fields };
  }
  const body = parsed(text);
  for (const name of Object.keys(removebgSchema.shape)) {
    if (!Object.hasOwn(body, name)) continue;
    const value = body[name];
    if (value === null || value === undefined) continue;
    if (typeof value === 'object') throw new ProblemError('bad-request', `The parameter “${name}” is no text.`);
    fields[name] = [String(value)];
  }
  return { files: {}, fields };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ProblemError('bad-request', 'The body is no JSON object.');
}

/** @throws RemovebgError `invalid_file_type` for what is no base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    const binary = atob(text.slice(text.startsWith('data:') ? text.indexOf(',') + 1 : 0));
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    throw new RemovebgError('invalid_file_type', 'image_file_b64 is no base64.');
  }
}
