import * as z from 'zod/mini';
import { CutoutError } from '../errors.ts';

/** The networks that give a matte. `modnet` and our own `portrait-s` keep the picture's aspect; `lite` is quick and square. */
export const MATTE_NETWORKS = ['modnet', 'portrait-s', 'lite'] as const;
/** All networks: those that give a matte, the face detector, and the one that classifies the parts of people. */
export const NETWORKS = [...MATTE_NETWORKS, 'face', 'parts'] as const;

/** The network that a network of the person's own replaces; *lite* and *face* still decide whether there is a person. */
export const IN_PLACE_OF = 'modnet';

export const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const text = z.string().check(z.minLength(1));
// Written out, this check and that of base64 below are smaller in the library than `z.length` and `z.base64`.
const perChannel = z.array(z.number()).check(z.minLength(3), z.maxLength(3));
const side = z.int().check(z.gte(1), z.lte(8192));

/** The size of a network's input. */
const sizePolicy = z.union([
  /** Always this size; the picture is scaled to it without keeping its proportions. */
  z.object({ policy: z.literal('fixed'), width: side, height: side }),
  /** Any size whose sides are multiples of `multiple`; trained at `shortSide`. */
  z.object({ policy: z.literal('multiple'), multiple: z.int().check(z.gte(1), z.lte(256)), shortSide: side }),
]);

/** A network's input: RGB in NCHW, each channel `(value / 255 - mean) / std`. */
export const inputSchema = z.object({
  name: text,
  layout: z.literal('NCHW'),
  size: sizePolicy,
  mean: perChannel,
  std: perChannel,
});

const alpha = { name: text, layout: z.literal('NCHW'), meaning: z.literal('alpha') };
/** Alpha 0..1, `[1, 1, height, width]` at the input's size. */
export const alphaSchema = z.object(alpha);

const output = z.union([
  /** `person`: the name of a second output, where the network has one: the log-odds that its foreground is a person and not an animal, `[1, 1, 1, 1]`. */
  z.object({ ...alpha, person: z.optional(text) }),
  /** Log-odds of a face at each anchor, `[1, anchors, 1]`. */
  z.object({ name: text, meaning: z.literal('log-odds') }),
  /** A logit for each class of pixels, `[1, classes, height, width]` at the input's size. */
  z.object({ name: text, layout: z.literal('NCHW'), meaning: z.literal('classes') }),
]);

/** What the engine's self-test must reproduce: the answer of the fp32 network on WASM for the golden picture. */
export const goldenSchema = z.object({
  width: side,
  height: side,
  /** `width * height` bytes of alpha, base64. */
  alpha: z.string().check(z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)),
  /** The log-odds of a person, where the network tells them. */
  personOdds: z.optional(z.number()),
});

/** One `.onnx` file: its network, hash, input and outputs, golden matte and licence. */
export const artifactSchema = z.object({
  id: z.string().check(z.regex(/^[a-z0-9-]+$/)),
  network: z.enum(NETWORKS),
  /** Content-hashed file name beside the catalog. */
  file: z.string().check(z.regex(/^[a-z0-9-]+\.[0-9a-f]{8}\.onnx$/)),
  bytes: z.int().check(z.gte(1)),
  sha256: hash,
  /** `int8`: eight-bit weights, float compute. */
  precision: z.enum(['fp32', 'fp16', 'int8']),
  input: inputSchema,
  output,
  golden: z.optional(goldenSchema),
  licence: text,
  source: z.object({ name: text, url: text, sha256: hash }),
});

/** The largest static file that Cloudflare serves, in bytes. */
export const LARGEST_SERVED = 25 * 2 ** 20;

/** The list of artifacts: `models/dist/catalog.json`, as engines read it; `own/served.ts` has the whole. */
export const catalogSchema = z.object({
  version: z.literal(1),
  artifacts: z.array(artifactSchema).check(z.minLength(1)),
});

/**
 * The catalog in a file.
 *
 * @param folder where it is.
 * @throws CutoutError `artifact-mismatch` where the file is none.
 */
export function parseCatalog(text: string, folder: string): Catalog {
  try {
    return catalogSchema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `The catalog.json in ${folder} is not that of this version’s networks; check the folder.`;
    throw new CutoutError('artifact-mismatch', message, { cause });
  }
}

export type Artifact = z.infer<typeof artifactSchema>;
export type Catalog = z.infer<typeof catalogSchema>;
/** A file that lies beside the catalog. */
export type ServedFile = Pick<Artifact, 'file' | 'bytes' | 'sha256'>;
export type Network = Artifact['network'];
export type MatteNetwork = (typeof MATTE_NETWORKS)[number];
export type Precision = Artifact['precision'];
/** The shape, layout and normalisation of a network's input. */
export type InputSpec = z.infer<typeof inputSchema>;

/** Whether a name is that of a network that gives a matte. */
export const isMatteNetwork = (name: string): name is MatteNetwork =>
  (MATTE_NETWORKS as readonly string[]).includes(name);

/** The artifact of a network in a precision, or undefined. */
export const findArtifact = (catalog: Catalog, network: Network, precision: Precision): Artifact | undefined =>
  catalog.artifacts.find((artifact) => artifact.network === network && artifact.precision === precision);
