import { sha256 } from '../../hash.ts';
import { type Card, readCard } from '../card.ts';

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

/** Why files are no network with its card: `card` says why in words. */
export type Refusal =
  | { readonly kind: 'pair' | 'other' }
  | { readonly kind: 'large'; readonly has: number; readonly limit: number }
  | { readonly kind: 'card'; readonly reason: string };

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
  const refuse = (reason: string): never => {
    throw new Refused({ kind: 'card', reason }, reason);
  };
  const card = readOr(text, refuse);
  const { size } = card.input;
  if (size.policy !== 'fixed') return refuse('The card’s input.size is wrong: only a fixed size is taken.');
  if (Math.max(size.width, size.height) > OWN_LIMITS.side)
    return refuse(`The card’s input.size is wrong: ${size.width} × ${size.height}, at most ${OWN_LIMITS.side} a side.`);
  const { width, height, alpha } = card.golden;
  if (width !== size.width || height !== size.height || atob(alpha).length !== width * height)
    return refuse('The card’s golden is wrong: it is the matte of the input’s size.');
  return card;
}

function readOr(text: string, refuse: (reason: string) => never): Card {
  try {
    return readCard(text);
  } catch (thrown) {
    return refuse((thrown as Error).message);
  }
}
