import * as z from 'zod/mini';

const described = (description: string) => z.meta({ description });
const text = z.optional(z.string());

/**
 * The parameters of `POST /v1.0/removebg`, as fields of a form or of JSON. Unknown ones are ignored, so that clients of the
 * original keep working.
 */
export const removebgSchema = z.object({
  image_file_b64: text.check(described('The picture in base64, where it is not the file `image_file`.')),
  image_url: text.check(described('Declined: this service fetches no pictures.')),
  size: z
    ._default(z.enum(['preview', 'small', 'regular', 'medium', 'hd', 'full', '4k', '50MP', 'auto']), 'preview')
    .check(described('preview, small, regular: at most 250,000 pixels. All others: the picture’s own size.')),
  type: text.check(described('Without effect: people are cut out.')),
  type_level: text.check(described('none: the answer has no header X-Type.')),
  format: z
    ._default(z.enum(['auto', 'png', 'jpg', 'webp', 'zip']), 'auto')
    .check(described('auto: png, or jpg with a background.')),
  channels: z._default(z.enum(['rgba', 'alpha']), 'rgba').check(described('alpha: only the matte.')),
  roi: text.check(
    described(
      'The region in which people are looked for: its left, top, right and bottom edge, each in px or % of the upright picture: 0% 0% 100% 100%.',
    ),
  ),
  crop: text.check(described('true: the answer is cropped to the person’s bounding box.')),
  crop_margin: text.check(described('Space around the crop: one, two or four lengths such as 30px or 10%.')),
  scale: text.check(
    described(
      'How large the person is: as large as fits into this share of the answer’s width and of its height, 10% to 100%; or original.',
    ),
  ),
  position: text.check(
    described('Where the person is placed: original, center, or one or two percentages of the free space.'),
  ),
  bg_color: text.check(
    described('The background colour: 81d4fa, fff or a colour name of CSS. An alpha value must be 00 or ff.'),
  ),
  bg_image_url: text.check(described('Declined: this service fetches no pictures. Send bg_image_file.')),
  add_shadow: text.check(described('true: as shadow_type=auto, where no shadow_type is given.')),
  shadow_type: z
    .optional(z.enum(['none', 'auto', 'car', '3D', 'drop']))
    .check(
      described(
        'drop: a shadow behind the person. auto, car, 3D: a shadow on the ground, of which little or nothing is seen where the picture cuts the person off below. Default: none.',
      ),
    ),
  shadow_opacity: z
    .optional(z.string().check(z.regex(/^(\d|[1-9]\d|100)$/, 'it is a whole number, 0 to 100')))
    .check(described('Opacity of the shadow, 0 to 100. Default: 40.')),
  semitransparency: text.check(described('Without effect: edges such as hair are always semitransparent.')),
});
export type RemovebgQuery = z.infer<typeof removebgSchema>;

/** The answer of `POST /v1.0/removebg` to whom takes JSON. */
export const removebgAnswerSchema = z.object({
  data: z.object({
    /** The image in base64. */
    result_b64: z.string(),
    foreground_top: z.int(),
    foreground_left: z.int(),
    foreground_width: z.int(),
    foreground_height: z.int(),
  }),
});

/** The body of every error of the `/v1.0` routes. */
export const removebgErrorsSchema = z.object({
  errors: z.array(z.object({ title: z.string(), code: z.string() })),
});

/** The body of `GET /v1.0/account`: nothing is counted and nothing costs. */
export const accountSchema = z.object({
  data: z.object({
    attributes: z.object({
      credits: z.object({ total: z.int(), subscription: z.int(), payg: z.int(), enterprise: z.int() }),
      api: z.object({ free_calls: z.int(), sizes: z.string() }),
    }),
  }),
});
