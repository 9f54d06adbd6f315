import * as z from 'zod/mini';
import { parseCssColour } from '../image/colour/css-colours.ts';
import { SHADOWS } from '../image/shadow/cast-shadow.ts';
import { PARTS } from '../person/part.ts';
import { parseLengths } from './lengths.ts';

const described = (description: string, more: { examples?: string[] } = {}) => z.meta({ description, ...more });

/** A text that `isRight` takes; the sentence says what it has to be. */
const shaped = (isRight: (text: string) => boolean, sentence: string) =>
  z.string().check(z.refine((text) => isRight(text), sentence));

const colour = shaped(
  (text) => parseCssColour(text) !== undefined,
  'it is a colour: #rgb, #rrggbb or a name such as white',
);

/** True for so many lengths as one of `counts` says. */
const areLengths = (text: string, counts: readonly number[]): boolean =>
  counts.includes(parseLengths(text)?.length ?? 0);

/** True for one or two shares: across and down. */
const areShares = (text: string, least = 0): boolean =>
  parseLengths(text)?.every(({ unit, value }) => unit === '%' && value >= least) ?? false;

/** Parameters that the coarse matte does not take. */
const LAID_OUT = ['roi', 'crop', 'margin', 'scale', 'position'] as const;

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
          'The network that computes the matte. portrait-s: the more exact one. lite: the faster one. portrait: the former name of portrait-s, accepted for one more version. Default: portrait-s.',
        ),
      ),
    output: z
      ._default(z.enum(['coarse', 'matte', 'cutout']), 'cutout')
      .check(
        described(
          'cutout: the picture with a transparent background. matte: its alpha channel as a grey picture. ' +
            'coarse: the network’s low-resolution matte, for clients that refine it themselves.',
        ),
      ),
    part: z
      .optional(z.enum(PARTS))
      .check(
        described(
          'Of the people only this part. A head is hair and face with what is worn there, without the neck; of several heads the largest. ' +
            'Where a deployment does not offer it, the answer is 501.',
        ),
      ),
    on: z
      .optional(colour)
      .check(described('A shorter name of `background`, for colours only.', { examples: ['#f6d365'] })),
    background: z
      .optional(colour)
      .check(
        described(
          'The colour behind the cutout: #rgb, #rrggbb or a colour name of CSS. In a form this field may be a picture, which is cropped and scaled to fill the answer.',
          { examples: ['white'] },
        ),
      ),
    size: z
      ._default(z.enum(['preview', 'full', 'auto']), 'full')
      .check(
        described(
          'full: the picture’s own size. preview: at most 250,000 pixels, which is faster. auto: the largest size that the answer’s format allows.',
        ),
      ),
    roi: z
      .optional(
        shaped(
          (text) => areLengths(text, [4]),
          'it is left, top, right and bottom, each in px or % of the upright picture: 0 0 50% 300px',
        ),
      )
      .check(
        described(
          'The region in which people are looked for: the positions of its left, top, right and bottom edge, separated by spaces. ' +
            'Each is measured from the left or the top of the upright picture, in pixels (px) or in percent (%) of its width or height. 0 needs no unit. Default: the whole picture.',
          { examples: ['0 0 50% 300px'] },
        ),
      ),
    crop: z
      .optional(z.enum(['person']))
      .check(described('person: the answer is cropped to the bounding box of the person, enlarged by `margin`.')),
    margin: z
      .optional(shaped((text) => areLengths(text, [1, 2, 4]), 'it is one, two or four lengths: 10% or 0 20px'))
      .check(
        described(
          'Space around the person’s bounding box, up to the edges of the picture: one length, two (top and bottom, left and right) or four (top, right, bottom, left). Percentages are of the bounding box.',
          { examples: ['10%'] },
        ),
      ),
    scale: z
      .optional(
        shaped(
          (text) => text === 'original' || (areShares(text, 10) && areLengths(text, [1])),
          'it is original, or a share of 10% to 100%',
        ),
      )
      .check(
        described(
          'How large the person is: as large as fits into this share of the answer’s width and of its height, 10% to 100%. The person is centred unless `position` says otherwise. original (the default): the size stays.',
          {
            examples: ['80%'],
          },
        ),
      ),
    position: z
      .optional(
        shaped(
          (text) => ['original', 'center'].includes(text) || (areShares(text) && areLengths(text, [1, 2])),
          'it is original, center, or one or two shares: 50% 100%',
        ),
      )
      .check(
        described(
          'Where the person is placed: original, center, or how the free space is divided, from the left and from the top.',
          { examples: ['50% 100%'] },
        ),
      ),
    shadow: z
      .optional(z.enum(SHADOWS))
      .check(
        described(
          'A black shadow under the person. ground: on the ground, from the feet to the right; little or nothing is seen of it where the picture cuts the person off below. drop: behind the person, to the right and down. ' +
            'It is clipped at the edges of the answer: give a crop a `margin` for it.',
        ),
      ),
    shadow_opacity: z
      .optional(shaped((text) => areShares(text) && areLengths(text, [1]), 'it is a share of 0% to 100%'))
      .check(described('Opacity of the shadow where it is darkest. Default: 40%.', { examples: ['40%'] })),
    format: z
      .optional(z.enum(['png', 'webp', 'jpeg', 'zip']))
      .check(
        described(
          'The format of the answer. png and webp are lossless. jpeg has no transparency: it is white where there is no background. ' +
            'zip contains the colours as color.jpg and the matte as alpha.png. Default: png, or webp or jpeg if the header Accept excludes png.',
        ),
      ),
  })
  .check(
    z.refine(({ on, background, output }) => (on ?? background) === undefined || output === 'cutout', {
      path: ['background'],
      message: '“background” and “on” go with output=cutout only',
    }),
    z.refine(({ on, background }) => on === undefined || background === undefined, {
      path: ['on'],
      message: 'it is another name of “background”; give one of them',
    }),
    z.refine(({ on, background, format }) => (on ?? background) === undefined || format !== 'zip', {
      path: ['format'],
      message: 'zip has transparency and no background; leave one of them out',
    }),
    z.refine(({ format, output }) => format !== 'zip' || output === 'cutout', {
      path: ['format'],
      message: 'zip goes with output=cutout only',
    }),
    z.refine(({ margin, crop }) => margin === undefined || crop !== undefined, {
      path: ['margin'],
      message: 'it goes with crop only',
    }),
    z.refine(({ shadow, output }) => shadow === undefined || output === 'cutout', {
      path: ['shadow'],
      message: 'it goes with output=cutout only',
    }),
    z.refine(({ shadow, shadow_opacity }) => shadow_opacity === undefined || shadow !== undefined, {
      path: ['shadow_opacity'],
      message: 'it goes with shadow only',
    }),
    z.refine(({ part, output }) => part === undefined || output !== 'coarse', {
      path: ['part'],
      message: 'it goes with output=cutout and output=matte only',
    }),
    z.refine(({ output, ...query }) => output !== 'coarse' || LAID_OUT.every((name) => query[name] === undefined), {
      path: ['output'],
      message: 'coarse covers the whole picture; roi, crop, margin, scale and position go with cutout and matte',
    }),
  );
export type MatteQuery = z.infer<typeof matteQuerySchema>;

/** A format that mattes and cutouts are answered in. */
export type AnswerFormat = NonNullable<MatteQuery['format']>;
