import { ProblemError } from '../problems.ts';
import { readBody } from './body.ts';
import { FORM, type Form, readForm } from './form.ts';
import type { Holding } from './held.ts';

/** Content types that say no more than that it is bytes. The last is what curl says of any body. */
const BYTES = [
  'application/octet-stream',
  'application/x-octet-stream',
  'binary/octet-stream',
  'application/x-www-form-urlencoded',
];

/** What a request brings in its body. */
export interface Upload {
  readonly image: Uint8Array<ArrayBuffer>;
  /** The picture to lay the cutout on. */
  readonly background?: Uint8Array<ArrayBuffer> | undefined;
  /** The other fields of its form. */
  readonly fields: Form['fields'];
}

/** The type that a request states for its body, in full and its name alone. */
export function typeOf(request: Request, otherwise: string): { readonly full: string; readonly name: string } {
  const full = request.headers.get('Content-Type')?.trim() || otherwise;
  return { full, name: full.toLowerCase().split(';', 1)[0].trim() };
}

/** @throws ProblemError `unsupported-media-type` for a body that is compressed once more. */
export function checkEncoding(request: Request): void {
  const encoding = request.headers.get('Content-Encoding') ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new ProblemError('unsupported-media-type', 'Send the picture without a Content-Encoding.', {
    'Accept-Encoding': 'identity',
  });
}

/**
 * The image of a request: its body, or the field `image` of its form. Whatever the type says of it, the bytes decide:
 * browsers, phones and shells have many names for a JPEG.
 *
 * @throws ProblemError `unsupported-media-type`, `bad-request`; what `readBody` throws.
 */
export async function readUpload(request: Request, holding: Holding): Promise<Upload> {
  const type = typeOf(request, BYTES[0]);
  if (type.name !== FORM && !type.name.startsWith('image/') && !BYTES.includes(type.name)) {
    throw new ProblemError(
      'unsupported-media-type',
      `The body is said to be ${type.name.slice(0, 40)}; send the picture as image/jpeg, image/png, image/webp, ${BYTES[0]} or ${FORM}.`,
    );
  }
  checkEncoding(request);
  const bytes = await readBody(request, holding);
  if (type.name !== FORM) return { image: bytes, fields: {} };
  const { files, fields } = readForm(bytes, type.full, ['image', 'background']);
  const { image, background } = files;
  if (!image) {
    throw new ProblemError('bad-request', 'The form has no file in its field “image”; put the picture there.');
  }
  return { image, background, fields };
}
