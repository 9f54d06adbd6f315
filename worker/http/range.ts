/** A part of a representation: `length` bytes from `offset` on. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads a `Range` header against `size` bytes (RFC 9110, 14.2): the span of a single range, `unsatisfiable` where it
 * begins beyond the end, or undefined where the header is absent, of another unit, malformed or of several ranges:
 * those are answered with the whole.
 */
export function readRange(header: string | undefined, size: number): Span | 'unsatisfiable' | undefined {
  const [matched, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? [];
  if (!matched || (first === '' && last === '')) return undefined;
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : spanOf(Math.max(0, size - Number(last)), size);
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) return 'unsatisfiable';
  return spanOf(Number(first), last === '' ? size : Math.min(size, Number(last) + 1));
}

const spanOf = (offset: number, end: number): Span => ({ offset, length: end - offset });
