/** One part of a form: a view of the form's bytes. */
export interface Part {
  readonly name: string;
  /** The name of what was sent as a file; undefined for a field. */
  readonly fileName: string | undefined;
  readonly content: Uint8Array<ArrayBuffer>;
}

const [CR, LF, DASH, SPACE, TAB] = [13, 10, 45, 32, 9];
/** More than any client sends. */
const MOST_PARTS = 1000;
/** Longer than the headers of any part that a client sends. */
const MOST_HEADER_BYTES = 16_384;

/**
 * The parts of a form (RFC 7578), one after the other. Nothing is copied: the isolate's own `formData()` would hold a form three times.
 *
 * @param contentType with the boundary.
 * @throws Error for what is no form.
 */
export function* partsOf(bytes: Uint8Array<ArrayBuffer>, contentType: string): Generator<Part> {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (!boundary) throw new Error('a form without a boundary');
  const delimiter = new TextEncoder().encode(`\r\n--${boundary}`);
  const first = delimiter.subarray(2);
  let at = isAt(bytes, 0, first) ? first.length : endOf(bytes, delimiter, 0);
  for (let parts = 0; bytes[at] !== DASH || bytes[at + 1] !== DASH; parts++) {
    if (parts === MOST_PARTS) throw new Error('a form of too many parts');
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    if (bytes[at] !== CR || bytes[at + 1] !== LF) throw new Error('a form with a broken boundary');
    const start = headersEnd(bytes, at);
    const next = endOf(bytes, delimiter, start - 2);
    const headers = new TextDecoder().decode(bytes.subarray(at, start));
    yield { ...disposition(headers), content: bytes.subarray(start, Math.max(start, next - delimiter.length)) };
    at = next;
  }
}

const isAt = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean =>
  at + wanted.length <= bytes.length && wanted.every((byte, i) => bytes[at + i] === byte);

/** Where the next delimiter ends, from `from` on. @throws Error where there is none. */
function endOf(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === CR && isAt(bytes, at, delimiter)) return at + delimiter.length;
  }
  throw new Error('a form without an end');
}

/** Where the headers that begin with the line break at `at` end, with their empty line. */
function headersEnd(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length - 3, at + MOST_HEADER_BYTES);
  for (let i = at; i < end; i++) {
    if (bytes[i] === CR && bytes[i + 1] === LF && bytes[i + 2] === CR && bytes[i + 3] === LF) return i + 4;
  }
  throw new Error('a part without an end of its headers');
}

/** What a part's headers say of it. @throws Error where they give no name. */
function disposition(headers: string): Pick<Part, 'name' | 'fileName'> {
  const line = /\r\ncontent-disposition:[ \t]*form-data([^\r]*)/i.exec(headers)?.[1];
  const parameters = new Map<string, string>();
  for (const [, key, quoted, bare] of (line ?? '').matchAll(
    /;[ \t]*([\w*-]{1,40})=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/g,
  )) {
    parameters.set(key.toLowerCase(), quoted ?? bare);
  }
  const name = parameters.get('name');
  if (name === undefined) throw new Error('a part without a name');
  return { name: unescaped(name), fileName: parameters.get('filename*') ?? parameters.get('filename') };
}

/** A name as browsers write it: quotes and line breaks as %22, %0D and %0A; others put a backslash before quotes. */
const unescaped = (name: string): string =>
  name
    .replace(/\\(["\\])/g, '$1')
    .replace(/%(22|0D|0A)/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
