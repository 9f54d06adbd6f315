import * as z from 'zod/mini';

const described = (description: string) => z.meta({ description });
const text = z.optional(z.string());
const WITHOUT_EFFECT = described('Without effect: edges are always matted.');

/** The parameters of `POST /api/remove`, in its query or as fields of its form. Unknown ones are ignored. */
export const removeSchema = z.object({
  model: text.check(described('lite or portrait-s; any other name means the default.')),
  om: text.check(described('true: only the mask.')),
  bgc: text.check(described('The background colour: red,green,blue,alpha, 0 to 255 each. Alpha must be 0 or 255.')),
  a: text.check(WITHOUT_EFFECT),
  af: text.check(WITHOUT_EFFECT),
  ab: text.check(WITHOUT_EFFECT),
  ae: text.check(WITHOUT_EFFECT),
  ppm: text.check(WITHOUT_EFFECT),
  extras: text.check(WITHOUT_EFFECT),
});
export type RemoveQuery = z.infer<typeof removeSchema>;
