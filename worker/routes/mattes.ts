import { type Context, Hono } from 'hono';
import type { MatteHeaders } from '../../shared/contracts/http.ts';
import type { AppEnv } from '../bindings.ts';
import { onlyMethods } from '../http/methods.ts';
import type { Wanted } from '../inference/matte.ts';
import { formatOf, MEDIA_TYPES } from '../intake/accept.ts';
import { readUpload, type Upload } from '../intake/image.ts';
import { readQuery } from '../intake/query.ts';
import { type Answered, answerUpload } from '../mattes/answer.ts';
import { attend } from '../mattes/attend.ts';
import { ProblemError } from '../problems.ts';

/** `POST /v1/mattes`: the matte or the cutout of the picture that was sent. */
export const mattesRoute = new Hono<AppEnv>()
  .post('/', async (context) => {
    // What is wrong with the query is said before the body is read.
    formatOf(readQuery(context.req.queries()).format, context.req.header('Accept'));
    return attend(context, async (holding) => {
      const since = Date.now();
      const upload = await readUpload(context.req.raw, holding);
      const wanted = wantedOf(context, upload);
      const answered = await answerUpload(context.env, context.req.raw.signal, upload, wanted, since);
      return context.body(answered.image as Uint8Array<ArrayBuffer>, 200, headersOf(answered, wanted));
    });
  })
  .all('/', onlyMethods('POST'));

/** What is asked for: by the query, by the other fields of a form, and by what the client takes. */
function wantedOf({ req }: Context<AppEnv>, { fields, background }: Upload): Wanted {
  const given: Record<string, string[]> = Object.assign(Object.create(null), req.queries());
  for (const [name, values] of Object.entries(fields)) given[name] = [...(given[name] ?? []), ...values];
  const query = readQuery(given);
  const { output, on, format } = query;
  if (background && (output !== 'cutout' || (on ?? query.background) !== undefined || format === 'zip')) {
    throw new ProblemError(
      'bad-request',
      'The picture in the field “background” goes with output=cutout, with no other background and not with format=zip; see /docs.',
    );
  }
  return { ...query, format: formatOf(format, req.header('Accept')) };
}

const headersOf = (answered: Answered, { format }: Wanted): Record<string, string> => ({
  'Content-Type': MEDIA_TYPES[format],
  'Content-Length': String(answered.image.length),
  'Cache-Control': 'no-store',
  ...factsOf(answered),
  'Server-Timing': Object.entries(answered.stages)
    .map(([stage, milliseconds]) => `${stage};dur=${milliseconds}`)
    .join(', '),
});

/** What is told of the answer. */
const factsOf = ({ model, person, confidence, colours, size, foreground }: Answered) =>
  ({
    'Matteo-Model': model,
    'Matteo-Person': person,
    'Matteo-Confidence': confidence.toFixed(2),
    'Matteo-Colour-Profile': colours,
    'Matteo-Size': `${size.width} ${size.height}`,
    ...(foreground && {
      'Matteo-Foreground': [foreground.x, foreground.y, foreground.width, foreground.height].join(' '),
    }),
  }) satisfies MatteHeaders;
