import * as z from 'zod/mini';

/** Why a request was declined; the last part of a problem's `type`. Stable: clients act on these. */
export const PROBLEMS = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'not-acceptable',
  'timeout',
  'conflict',
  'too-large',
  'unsupported-media-type',
  'range-not-satisfiable',
  'unprocessable',
  'no-person',
  'too-many-requests',
  'internal',
  'not-implemented',
  'busy',
  'unavailable',
] as const;
export type ProblemName = (typeof PROBLEMS)[number];

const text = z.string().check(z.minLength(1));
const described = (description: string) => z.meta({ description });

/** The body of every answer that is an error: problem details (RFC 9457), `application/problem+json`. */
export const problemSchema = z.object({
  type: z.templateLiteral(['/problems/', z.enum(PROBLEMS)]),
  title: text,
  status: z.int().check(z.gte(400), z.lte(599)),
  /** One sentence: what is wrong, and the way on where there is one. */
  detail: text,
  /** Of `too-large`: the limit that what was sent is beyond. */
  limit: z
    .optional(z.object({ pixels: z.optional(z.int()), side: z.optional(z.int()), bytes: z.optional(z.int()) }))
    .check(
      described(
        'Of too-large: the limit that was exceeded. pixels: of the whole picture. side: the pixels of its longer side. bytes: of what was sent.',
      ),
    ),
});
export type Problem = z.infer<typeof problemSchema>;

/** The body of `GET /healthz`. */
export const healthSchema = z.object({
  status: z.literal('ok'),
  version: text,
  /** SHA-256 of the catalog's bytes: equal hashes serve equal artifacts. */
  catalog: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type Health = z.infer<typeof healthSchema>;

/** Headers that `POST /v1/mattes` answers with, beside `Server-Timing` (milliseconds per stage). */
export const matteHeadersSchema = z.object({
  'Matteo-Model': z.enum(['lite', 'portrait-s']).check(described('The network that computed the matte.')),
  'Matteo-Person': z
    .enum(['yes', 'unsure', 'no'])
    .check(
      described(
        'Whether the picture shows a person. unsure: what was cut out may be something else. no: nobody was found; only the coarse matte is answered then.',
      ),
    ),
  'Matteo-Confidence': z
    .string()
    .check(z.regex(/^(0|1)\.\d\d$/), described('Confidence that the picture shows a person, 0 to 1; yes above 0.5.')),
  'Matteo-Colour-Profile': z
    .enum(['none', 'used', 'ignored'])
    .check(
      described(
        'How the picture’s colour profile was handled; the answer is in sRGB. none: there is none. used: the colours were converted. ignored: an ICC profile that consists of tables; the numbers were taken as sRGB.',
      ),
    ),
  'Matteo-Size': z.string().check(z.regex(/^\d+ \d+$/), described('Width and height of the answer in pixels.')),
  'Matteo-Foreground': z
    .optional(z.string().check(z.regex(/^\d+ \d+ \d+ \d+$/)))
    .check(
      described(
        'The bounding box of the person in the answer, without the shadow: left, top, width and height in pixels. Absent for the coarse matte, and where an answer in strips is neither cropped nor moved and has no shadow.',
      ),
    ),
  'Matteo-People': z
    .optional(z.string().check(z.regex(/^\d+ \d+ \d+ \d+(, \d+ \d+ \d+ \d+)*$/)))
    .check(
      described(
        'The bounding box of each person in the picture that was sent, upright: left, top, width and height in pixels, the largest first, at most 16, separated by commas. ' +
          'People who touch count as one. Absent for the coarse matte.',
      ),
    ),
});
export type MatteHeaders = z.infer<typeof matteHeadersSchema>;
