import { Hono } from 'hono';
import type { MatteHeaders } from '../../shared/contracts/http.ts';
import type { Box } from '../../shared/image/geometry.ts';
import type { AppEnv } from '../bindings.ts';
import { onlyMethods } from '../http/methods.ts';
import { checkOffered } from '../inference/load-engine.ts';
import type { Wanted } from '../inference/matte.ts';
import { formatOf } from '../intake/accept.ts';
import { FORM } from '../intake/form.ts';
import { readUpload, typeOf } from '../intake/image.ts';
import { readQuery } from '../intake/query.ts';
import { together, wantedOf } from '../intake/wanted.ts';
import { type Answered, bodyHeaders, type StreamedAnswered, streamUpload } from '../mattes/answer.ts';
import { attend } from '../mattes/attend.ts';
import { respond } from '../mattes/respond.ts';

/** `POST /v1/mattes`: the matte or the cutout of the picture that was sent. */
export const mattesRoute = new Hono<AppEnv>()
  .post('/', async (context) => {
    // What is wrong with the query is said before the body is read. A form may bring the parameters that it goes with.
    if (typeOf(context.req.raw, '').name !== FORM) {
      const query = readQuery(context.req.queries());
      formatOf(query.format, context.req.header('Accept'));
      checkOffered(context.env, query);
    }
    return attend(context, async (holding, goesOn) => {
      const since = Date.now();
      const upload = await readUpload(context.req.raw, holding);
      const given = together(context.req.queries(), upload.fields);
      const wanted = wantedOf(given, upload, context.req.header('Accept'));
      const answered = await streamUpload(context.env, context.req.raw.signal, upload, wanted, since);
      return respond(context, answered, headersOf(answered, wanted), goesOn);
    });
  })
  .all('/', onlyMethods('POST'));

const headersOf = (answered: Answered | StreamedAnswered, { format }: Wanted): Record<string, string> => ({
  ...bodyHeaders(answered, format),
  ...factsOf(answered),
  'Server-Timing': Object.entries(answered.stages)
    .map(([stage, milliseconds]) => `${stage};dur=${milliseconds}`)
    .join(', '),
});

/** More boxes make a header that some clients don't read. */
const MOST_PEOPLE = 16;

const textOf = ({ x, y, width, height }: Box): string => [x, y, width, height].join(' ');

/** What is told of the answer. */
const factsOf = ({ model, person, confidence, colours, size, foreground, people = [] }: Answered | StreamedAnswered) =>
  ({
    'Matteo-Model': model,
    'Matteo-Person': person,
    'Matteo-Confidence': confidence.toFixed(2),
    'Matteo-Colour-Profile': colours,
    'Matteo-Size': `${size.width} ${size.height}`,
    ...(foreground && {
      'Matteo-Foreground': textOf(foreground),
    }),
    ...(people.length > 0 && { 'Matteo-People': people.slice(0, MOST_PEOPLE).map(textOf).join(', ') }),
  }) satisfies MatteHeaders;
