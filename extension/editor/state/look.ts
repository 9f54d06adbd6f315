import * as z from 'zod/mini';
import { MAX_SIDE } from '../../../shared/sniff/limits.ts';
import { backdropOf, digestOf } from '../../common/storage/backdrops.ts';
import { FORMATS } from '../../contracts/formats.ts';
import { type Similarity, scaleOf } from '../pixels/similarity.ts';
import { ASPECTS } from '../result/frame.ts';
import { ID_PHOTOS, type IdPhotoName } from '../result/id-photos.ts';
import { TEMPLATES, type TemplateName } from '../result/templates.ts';
import { SCALES } from './placing.ts';
import type { LookKey, Settings } from './settings.ts';

const between = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const share = between(0, 1);
const byte = z.int().check(z.gte(0), z.lte(255));
const colour = z.tuple([byte, byte, byte]);
const names = <Name extends string>(of: Readonly<Record<Name, unknown>>) => Object.keys(of) as Name[];
// Rounding leaves a scale a little outside of its limits.
const isScaled = (placing: Similarity) => scaleOf(placing) > SCALES.least / 2 && scaleOf(placing) < SCALES.most * 2;

/** A picture of one's own is not among them: the last ones are kept by themselves. */
const fields = {
  decontaminated: z.boolean(),
  backdrop: z.enum(['none', 'colour', 'gradient', 'picture', 'blur']),
  backdropColour: colour,
  backdropBlur: between(0, 10),
  gradientFrom: colour,
  gradientTo: colour,
  gradientAngle: between(0, 360),
  placing: z.object({ a: z.number(), b: z.number(), x: z.number(), y: z.number() }).check(z.refine(isScaled)),
  cropping: z.enum([
    ...(['all', 'person'] as const),
    ...names(ASPECTS),
    ...names<TemplateName>(TEMPLATES),
    ...names<IdPhotoName>(ID_PHOTOS),
  ]),
  dpi: z.enum(['300', '600']),
  margin: share,
  moved: z.object({ x: z.number(), y: z.number() }),
  outlined: z.boolean(),
  outlineColour: colour,
  outlineWidth: share,
  shaded: z.boolean(),
  shadowOn: z.enum(['behind', 'ground']),
  shadowLean: between(-1, 1),
  shadowOpacity: share,
  shadowBlur: share,
  shadowDistance: share,
  format: z.enum(FORMATS),
  quality: share,
  width: z.optional(z.int().check(z.gte(1), z.lte(MAX_SIDE))),
} satisfies { readonly [Key in Exclude<LookKey, 'backdropPicture'>]: z.ZodMiniType<Settings[Key]> };

const packedSchema = z.record(z.string(), z.unknown());
const digestSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** The settings that make the result, as they are kept between two loads of the editor. */
export async function packLook({ backdropPicture, ...settings }: Settings): Promise<unknown> {
  const look = Object.fromEntries(Object.keys(fields).map((key) => [key, settings[key as keyof typeof settings]]));
  // A file on the disk may be gone.
  const digest = backdropPicture && (await digestOf(backdropPicture).catch(() => undefined));
  return { ...look, ...(digest && { backdropPicture: digest }) };
}

/**
 * The settings of what `packLook` packed. What can't be read of them is left out, and so is a picture of one's own that is not kept any
 * more.
 */
export async function unpackLook(packed: unknown): Promise<Partial<Settings>> {
  const { data: values } = z.safeParse(packedSchema, packed);
  if (!values) return {};
  const readable = Object.entries(fields).flatMap(([key, schema]) => {
    const { success, data } = z.safeParse(schema, values[key]);
    return success ? [[key, data]] : [];
  });
  const look = Object.fromEntries(readable) as Partial<Settings>;
  const { data: digest } = z.safeParse(digestSchema, values.backdropPicture);
  const backdropPicture = digest ? await backdropOf(digest).catch(() => undefined) : undefined;
  const isGone = look.backdrop === 'picture' && !backdropPicture;
  return { ...look, backdropPicture, ...(isGone && { backdrop: 'none' }) };
}
