import { ProblemError } from '../problems.ts';
import { readBody } from './body.ts';
import { add, type Holding } from './held.ts';

const FORM = 'multipart/form-data';

/** Content types that say no more than that it is bytes. */
const BYTES = ['application/octet-stream', 'application/x-octet-stream', 'binary/octet-stream'];

/** What a request brings in its body. */
export interface Upload {
  readonly image: Uint8Array<ArrayBuffer>;
  /** The other fields of its form: every value of each name. */
  readonly fields: Readonly<Record<string, string[]>>;
}

/**
 * The image of a request: its body, or the field `image` of its form. Whatever the type says of it, the bytes decide:
 * browsers, phones and shells have many names for a JPEG.
 *
 * @throws ProblemError `unsupported-media-type`, `bad-request`; what `readBody` throws.
 */
export async function readUpload(request: Request, holding: Holding): Promise<Upload> {
  const contentType = request.headers.get('Content-Type')?.trim() || BYTES[0];
  const type = contentType.toLowerCase().split(';', 1)[0].trim();
  if (type !== FORM && !type.startsWith('image/') && !BYTES.includes(type)) {
    throw new ProblemError(
      'unsupported-media-type',
      `The body is said to be ${type.slice(0, 40)}; send the picture as image/jpeg, image/png, image/webp, ${BYTES[0]} or ${FORM}.`,
    );
  }
  const encoding = request.headers.get('Content-Encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new ProblemError('unsupported-media-type', 'Send the picture without a Content-Encoding.', {
      'Accept-Encoding': 'identity',
    });
  }
  const bytes = await readBody(request, holding);
  if (type !== FORM) return { image: bytes, fields: {} };
  // The form's parts are a copy of it.
  add(holding, bytes.length);
  const upload = await readForm(bytes, contentType);
  holding.bytes = upload.image.length;
  return upload;
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<Upload> {
  const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData().catch(() => {
    throw new ProblemError('bad-request', 'The form could not be read; send multipart/form-data with its boundary.');
  });
  const fields: Record<string, string[]> = Object.create(null);
  let image: File | undefined;
  for (const [name, value] of form as Iterable<[string, File | string]>) {
    if (typeof value === 'string' && name !== 'image') {
      // In place: a form may have ten thousands of fields of one name.
      fields[name] ??= [];
      fields[name].push(value);
    } else if (typeof value === 'string') break;
    else if (name !== 'image') {
      throw new ProblemError(
        'bad-request',
        `The form has a file in its field “${name.slice(0, 40)}”; only “image” is one.`,
      );
    } else if (image)
      throw new ProblemError('bad-request', 'The form has several files in its field “image”; send one.');
    else image = value;
  }
  if (!image) {
    throw new ProblemError('bad-request', 'The form has no file in its field “image”; put the picture there.');
  }
  return { image: new Uint8Array(await image.arrayBuffer()), fields };
}
