import * as z from 'zod/mini';
import { parseColour } from '../image/parse-colour.ts';

/** Why a request was declined; the last part of a problem's `type`. Stable: clients act on these. */
export const PROBLEMS = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'not-acceptable',
  'timeout',
  'too-large',
  'unsupported-media-type',
  'range-not-satisfiable',
  'unprocessable',
  'no-person',
  'too-many-requests',
  'internal',
  'busy',
  'unavailable',
] as const;
export type ProblemName = (typeof PROBLEMS)[number];

const text = z.string().check(z.minLength(1));
const described = (description: string, more: { example?: string } = {}) => z.meta({ description, ...more });

/** The body of every answer that is an error: problem details (RFC 9457), `application/problem+json`. */
export const problemSchema = z.object({
  type: z.templateLiteral(['/problems/', z.enum(PROBLEMS)]),
  title: text,
  status: z.int().check(z.gte(400), z.lte(599)),
  /** One sentence: what is wrong, and the way on where there is one. */
  detail: text,
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

/**
 * The parameters of `POST /v1/mattes`: its query, and the fields of its form beside `image`. The body is the image's bytes,
 * or a form whose field `image` is the image.
 */
export const matteQuerySchema = z
  .strictObject({
    model: z
      .optional(z.enum(['lite', 'portrait-s', 'portrait']))
      .check(
        described(
          'Which network draws the matte. Default: the best that fits the limits here. `portrait` is the former name of portrait-s, for one version.',
        ),
      ),
    output: z
      ._default(z.enum(['coarse', 'matte', 'cutout']), 'cutout')
      .check(
        described(
          'cutout: the picture with its background transparent. matte: grey, at the picture’s size. ' +
            'coarse: what the network gives, at its own size, for clients that refine on their side.',
        ),
      ),
    on: z
      .optional(
        z
          .string()
          .check(
            z.refine(
              (colour) => parseColour(colour) !== undefined,
              'is a colour: #rgb, #rrggbb or a name such as white',
            ),
          ),
      )
      .check(described('Puts the cutout on this colour: #rgb, #rrggbb or a common name.', { example: '#f6d365' })),
    format: z
      .optional(z.enum(['png', 'webp']))
      .check(
        described(
          'The format of the answer. Both are lossless. Default: png, or webp where the header Accept leaves png out.',
        ),
      ),
  })
  .check(
    z.refine(({ on, output }) => on === undefined || output === 'cutout', {
      path: ['on'],
      message: 'goes with output=cutout only',
    }),
  );
export type MatteQuery = z.infer<typeof matteQuerySchema>;

/** A format that mattes and cutouts are answered in. */
export type AnswerFormat = NonNullable<MatteQuery['format']>;

/** Headers that `POST /v1/mattes` answers with, beside `Server-Timing` (milliseconds per stage). */
export const matteHeadersSchema = z.object({
  'Matteo-Model': z.enum(['lite', 'portrait-s']).check(described('The network that drew the matte.')),
  'Matteo-Person': z
    .enum(['yes', 'unsure', 'no'])
    .check(
      described(
        'Whether the picture shows a person. Unsure: what was cut out may be something else. No: nothing was seen, and only the coarse matte is answered.',
      ),
    ),
  'Matteo-Confidence': z
    .string()
    .check(z.regex(/^(0|1)\.\d\d$/), described('How much speaks for a person, 0 to 1; above one half is yes.')),
  'Matteo-Colour-Profile': z
    .enum(['none', 'used', 'ignored'])
    .check(
      described(
        'What became of what the picture says of its colours; the answer is in sRGB. Ignored is a profile of tables alone: the numbers were taken for sRGB.',
      ),
    ),
});
