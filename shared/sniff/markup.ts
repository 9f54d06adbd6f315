import { hasMagic, latin1 } from './reader.ts';

/** How far into a file its root element is looked for, in bytes. */
const HEAD_BYTES = 65_536;

/** The first element of a markup document. */
export interface Root {
  /** As written, with its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** False when the document ends within the tag. */
  readonly closed: boolean;
  /** True for `<name … />`. */
  readonly empty: boolean;
}

/** ASCII text of UTF-8 or (by its byte order mark) UTF-16 bytes; other characters come out as others. */
export function asciiText(bytes: Uint8Array, wide: 'le' | 'be' | undefined): string {
  if (!wide) return latin1(bytes, 0, bytes.length);
  const first = wide === 'le' ? 0 : 1;
  return latin1(
    Uint8Array.from({ length: (bytes.length - first + 1) >> 1 }, (_, i) => bytes[first + i * 2]),
    0,
    bytes.length,
  );
}

/** The byte order of UTF-16, told by its mark; undefined for all other text. */
export const wideOrder = (bytes: Uint8Array): 'le' | 'be' | undefined => {
  if (hasMagic(bytes, 0, '\xff\xfe')) return 'le';
  return hasMagic(bytes, 0, '\xfe\xff') ? 'be' : undefined;
};

/** The root element of markup, past byte order mark, prolog, comments and doctype; undefined for what is not markup. */
export function rootOf(bytes: Uint8Array): Root | undefined {
  const wide = wideOrder(bytes);
  if (!/^[\xef\xbb\xbf\xff\xfe\s]*(<|$)/.test(asciiText(bytes.subarray(0, 64), wide))) return undefined;
  const text = asciiText(bytes.subarray(0, HEAD_BYTES), wide);
  const start = afterProlog(text, hasMagic(bytes, 0, '\xef\xbb\xbf') ? 3 : wide ? 1 : 0);
  const name = start < 0 ? undefined : /^<([a-z_][\w.-]*(?::[\w.-]+)?)/i.exec(text.slice(start, start + 64))?.[1];
  if (!name) return undefined;
  const end = tagEnd(text, start);
  const tag = text.slice(start + 1 + name.length, end < 0 ? undefined : end);
  return { name, attributes: attributesOf(tag), closed: end >= 0, empty: tag.endsWith('/') };
}

function afterProlog(text: string, start: number): number {
  const past = (what: string, from: number) => {
    const found = from < 0 ? -1 : text.indexOf(what, from);
    return found < 0 ? -1 : found + what.length;
  };
  let at = start;
  while (at >= 0) {
    while (/\s/.test(text.charAt(at))) at++;
    if (text.startsWith('<?', at)) at = past('?>', at);
    else if (text.startsWith('<!--', at)) at = past('-->', at);
    else if (text.startsWith('<!', at)) {
      const close = text.indexOf('>', at);
      const subset = text.slice(at, close < 0 ? undefined : close).includes('[');
      at = subset ? past('>', past(']', at)) : past('>', at);
    } else return at;
  }
  return -1;
}

function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quote) quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

const attributesOf = (tag: string): Map<string, string> =>
  new Map(
    Array.from(tag.matchAll(/([^\s="'<>/]{1,64})\s*=\s*(?:"([^"]*)"|'([^']*)')/g), ([, name, double, single]) => [
      name,
      double ?? single,
    ]),
  );
