import { type RemovebgQuery, removebgSchema } from '../../shared/contracts/removebg.ts';
import { parseCssColour } from '../../shared/image/colour/css-colours.ts';
import { ProblemError } from '../problems.ts';
import { isYes, opaque } from './words.ts';

const SMALL = ['preview', 'small', 'regular'];

/**
 * The parameters of `POST /v1.0/removebg`, checked.
 *
 * @throws ProblemError `bad-request` that names the first at fault.
 */
export function readRemovebg(values: Readonly<Record<string, string>>): RemovebgQuery {
  const parsed = removebgSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new ProblemError('bad-request', `The parameter “${path.join('.')}” is wrong: ${message}.`);
}

/**
 * What `POST /v1.0/removebg` asks for, as a query of `POST /v1/mattes`.
 *
 * @param hasBackground whether a picture is sent to lay the cutout on.
 * @throws ProblemError `bad-request`.
 */
export function fromRemovebg(query: RemovebgQuery, hasBackground: boolean): Record<string, string[]> {
  const isMatte = query.channels === 'alpha';
  const background = isMatte || query.bg_color === undefined ? undefined : colourOf(query.bg_color);
  const asked: Record<string, string | undefined> = {
    output: isMatte ? 'matte' : 'cutout',
    size: SMALL.includes(query.size) ? 'preview' : 'auto',
    format: formatOf(query, isMatte, background !== undefined || hasBackground),
    background,
    roi: query.roi,
    scale: query.scale,
    position: query.position,
    ...(!isMatte && shadowOf(query)),
    ...(isYes(query.crop) && { crop: 'person', margin: query.crop_margin }),
  };
  return Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]]])),
  );
}

/** The format that is meant: a matte has no ZIP of its own, and `auto` is what keeps everything. */
function formatOf({ format }: RemovebgQuery, isMatte: boolean, hasBackground: boolean): string {
  if (format === 'jpg') return 'jpeg';
  if (format === 'auto') return hasBackground && !isMatte ? 'jpeg' : 'png';
  return format === 'zip' && isMatte ? 'png' : format;
}

/** The shadow that is meant: all but `drop` lie on the ground. */
function shadowOf({ add_shadow, shadow_type = isYes(add_shadow) ? 'auto' : 'none', shadow_opacity }: RemovebgQuery) {
  if (shadow_type === 'none') return {};
  const opacity = shadow_opacity && { shadow_opacity: `${shadow_opacity}%` };
  return { shadow: shadow_type === 'drop' ? 'drop' : 'ground', ...opacity };
}

/** A colour with or without its #, with or without alpha. */
function colourOf(text: string): string | undefined {
  const digits = /^#?((?:[0-9a-f]{3,4}){1,2})$/i.exec(text.slice(0, 40))?.[1];
  if (!digits || ![3, 4, 6, 8].includes(digits.length)) {
    if (parseCssColour(text)) return text;
    throw new ProblemError(
      'bad-request',
      'The parameter “bg_color” is wrong: it is 81d4fa, fff or a colour name of CSS.',
    );
  }
  const full = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return opaque(
    'bg_color',
    (full.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)),
  );
}
