import { sha256 } from '../../hash.ts';
import { type Card, readCard, WrongCard } from '../card.ts';

/** What a network of one's own may take, where others' networks have to live beside it. */
export const OWN_LIMITS = {
  /** Bytes of its file. */
  bytes: 128 * 2 ** 20,
  /** Bytes of its card, whose golden matte is most of it. */
  cardBytes: 8 * 2 ** 20,
  /** Pixels of a side of its input. */
  side: 1536,
  /** Networks that are kept. */
  count: 8,
} as const;

/** Why files are no network with its card. `alone` is a network whose card is still to be made; `detail` says what is wrong with a field, in English. */
export type Refusal =
  | { readonly kind: 'pair' | 'other' | 'json' }
  | { readonly kind: 'alone'; readonly file: string }
  | { readonly kind: 'large'; readonly has: number; readonly limit: number }
  | { readonly kind: 'card'; readonly field: string; readonly detail: string };

/** Thrown for files that are refused. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    message: string,
  ) {
    super(message);
  }
}

/** The part of a browser's `File` that is used. */
interface NamedFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A network and its card that belong together. */
export interface Checked {
  readonly card: Card;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a network and its card: one file ends in `.onnx`, the other in `.json`. Sizes are looked at before anything is read.
 *
 * @throws Refused unless they are two such files, small enough, the card is valid and the network the one of the card.
 */
export async function checkOwn(files: readonly NamedFile[]): Promise<Checked> {
  const [network, described] = ['.onnx', '.json'].map((ending) =>
    files.find(({ name }) => name.toLowerCase().endsWith(ending)),
  );
  const alone = files.length === 1 && files.find(({ name }) => /\.(onnx|tflite|h5|keras)$/i.test(name));
  if (alone)
    throw new Refused(
      { kind: 'alone', file: alone.name },
      `${alone.name} has no card; npm run models -- export makes one.`,
    );
  if (files.length !== 2 || !network || !described)
    throw new Refused({ kind: 'pair' }, 'A network is two files: one ends in .onnx, its card in .json.');
  within(network.size, OWN_LIMITS.bytes, 'network');
  within(described.size, OWN_LIMITS.cardBytes, 'card');
  const card = cardIn(await described.text());
  const bytes = new Uint8Array(await network.arrayBuffer());
  if (bytes.length === card.bytes && (await sha256(bytes)) === card.sha256) return { card, bytes };
  throw new Refused({ kind: 'other' }, `The card is not that of ${network.name}: length or SHA-256 differ.`);
}

function within(has: number, limit: number, what: string): void {
  if (has > limit)
    throw new Refused({ kind: 'large', has, limit }, `The ${what} has ${has} bytes, ${limit} at most are taken.`);
}

function cardIn(text: string): Card {
  const card = readOrRefuse(text);
  const { size } = card.input;
  if (size.policy !== 'fixed') throw refusedField('input.size', 'only a fixed size is taken');
  if (Math.max(size.width, size.height) > OWN_LIMITS.side)
    throw refusedField('input.size', `${size.width} × ${size.height}, at most ${OWN_LIMITS.side} a side`);
  const { width, height, alpha } = card.golden;
  if (width !== size.width || height !== size.height || atob(alpha).length !== width * height)
    throw refusedField('golden', 'it is the matte of the input’s size');
  return card;
}

function readOrRefuse(text: string): Card {
  try {
    return readCard(text);
  } catch (thrown) {
    if (!(thrown instanceof WrongCard)) throw thrown;
    if (thrown.field === undefined) throw new Refused({ kind: 'json' }, thrown.message);
    throw refusedField(thrown.field, thrown.detail);
  }
}

const refusedField = (field: string, detail: string): Refused =>
  new Refused({ kind: 'card', field, detail }, new WrongCard(field, detail).message);
