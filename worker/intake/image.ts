import { ProblemError } from '../problems.ts';
import { readBody } from './body.ts';
import { add, type Holding } from './held.ts';

const FORM = 'multipart/form-data';
/** Content types of a body that is the image itself; the bytes tell which one it really is. */
const IMAGES = ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'];

/**
 * The image of a request: its body, or the field `image` of its form.
 *
 * @throws ProblemError `unsupported-media-type`, `bad-request`; what `readBody` throws.
 */
export async function readImage(request: Request, holding: Holding): Promise<Uint8Array<ArrayBuffer>> {
  const contentType = request.headers.get('Content-Type') ?? IMAGES[3];
  const [type] = contentType.toLowerCase().split(';', 1);
  if (![FORM, ...IMAGES].includes(type.trim())) {
    throw new ProblemError('unsupported-media-type', `Send the picture as ${IMAGES.join(', ')} or ${FORM}.`);
  }
  const encoding = request.headers.get('Content-Encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new ProblemError('unsupported-media-type', 'Send the picture without a Content-Encoding.', {
      'Accept-Encoding': 'identity',
    });
  }
  const bytes = await readBody(request, holding);
  if (type.trim() !== FORM) return bytes;
  // The form's parts are a copy of it.
  add(holding, bytes.length);
  const image = await imageOfForm(bytes, contentType);
  holding.bytes = image.length;
  return image;
}

async function imageOfForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<Uint8Array<ArrayBuffer>> {
  const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData().catch(() => {
    throw new ProblemError('bad-request', 'The form could not be read; send multipart/form-data with its boundary.');
  });
  const image = form.get('image') as File | string | null;
  if (image === null || typeof image === 'string') {
    throw new ProblemError('bad-request', 'The form has no file in its field “image”; put the picture there.');
  }
  return new Uint8Array(await image.arrayBuffer());
}
