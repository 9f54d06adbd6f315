import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';
import { type Artifact, alphaSchema, goldenSchema, hash, IN_PLACE_OF, inputSchema, text } from './catalog.ts';

/** How the weights of a network of one's own are kept: as its source has them, as halves, or large ones as eight bits. */
export const WEIGHTS = ['as-is', 'fp16', 'int8'] as const;
export type Weights = (typeof WEIGHTS)[number];

/** What a network of one's own was made from. */
export const FORMATS = ['tflite', 'keras', 'onnx'] as const;

/** The card of a network of one's own, a file beside its `.onnx` one: all that is needed to run it and to trust it. */
export const cardSchema = z.object({
  version: z.literal(1),
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  /** The network's file, in the card's folder. */
  file: z.string().check(z.regex(/^[^/\\]+\.onnx$/)),
  bytes: z.int().check(z.gte(1)),
  sha256: hash,
  weights: z.enum(WEIGHTS),
  input: inputSchema,
  /** What a fourth input channel is: the matte of the frame before, 0..1, empty for a first one. */
  fourth: z.optional(z.literal('previous-mask')),
  /** What stands for the mask of a first frame: what lite sees in it. Default: nothing. */
  first: z.optional(z.literal('lite')),
  output: alphaSchema,
  /** What the network itself gives, and how alpha was made of it; see `models/own/head.ts`. */
  head: text,
  /** The matte of the golden picture, by which every backend is tested. */
  golden: goldenSchema,
  parameters: z.int().check(z.gte(0)),
  multiplyAdds: z.int().check(z.gte(0)),
  licence: text,
  source: z.object({ file: text, format: z.enum(FORMATS), sha256: hash }),
});
export type Card = z.infer<typeof cardSchema>;

/** Thrown for what is no card: no JSON, or one with a field that is wrong. */
export class WrongCard extends Error {
  constructor(
    readonly field?: string,
    readonly detail = '',
  ) {
    super(field === undefined ? 'The card is not JSON.' : `The card’s ${field} is wrong: ${detail}.`);
  }
}

/**
 * Reads a card.
 *
 * @throws WrongCard that names the field.
 */
export function readCard(json: string): Card {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw new WrongCard();
  }
  const read = cardSchema.safeParse(content, { error: english().localeError });
  if (read.success) return read.data;
  const { path, message } = innermost(read.error.issues[0]);
  throw new WrongCard(path.join('.') || 'content', message);
}

/** Of a field that may be of several kinds, what the first lacks: a card's size is of that. */
function innermost(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, 'path' | 'message'> {
  if (issue.code !== 'invalid_union' || !issue.errors[0]?.[0]) return issue;
  const { path, message } = innermost(issue.errors[0][0]);
  return { path: [...issue.path, ...path], message };
}

/** The entry that a network of one's own would have in a catalog. */
export const artifactOfCard = ({
  name,
  file,
  bytes,
  sha256,
  weights,
  input,
  output,
  golden,
  licence,
  source,
}: Card): Artifact => ({
  id: 'own',
  network: IN_PLACE_OF,
  file,
  bytes,
  sha256,
  // All of them compute in single precision.
  precision: weights === 'int8' ? 'int8' : 'fp32',
  input,
  output,
  golden,
  licence,
  source: { name, url: source.file, sha256: source.sha256 },
});
