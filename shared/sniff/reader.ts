import { CutoutError } from '../errors.ts';

/** True if the characters of `magic` (one byte each) stand at byte `at`. */
export function hasMagic(bytes: Uint8Array, at: number, magic: string): boolean {
  if (at + magic.length > bytes.length) return false;
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  return true;
}

/** `length` bytes from `at` as one character each; shorter at the end of the bytes. */
export function latin1(bytes: Uint8Array, at: number, length: number): string {
  const part = bytes.subarray(at, at + length);
  let text = '';
  for (let i = 0; i < part.length; i += 4096) text += String.fromCharCode(...part.subarray(i, i + 4096));
  return text;
}

/** The four characters of a chunk or box type as one big-endian number. */
export const fourCC = (type: string): number =>
  ((type.charCodeAt(0) << 24) | (type.charCodeAt(1) << 16) | (type.charCodeAt(2) << 8) | type.charCodeAt(3)) >>> 0;

/** What is said of a file that lacks a part of its pixels; `format` is its name as people know it. */
export const cutOff = (format: string): CutoutError =>
  new CutoutError('truncated', `The ${format} is cut off before its end; download or copy it again.`);

/** Bounds-checked numbers out of a file; reading past the end means that the file is cut off. */
export class ByteReader {
  readonly length: number;
  readonly #view: DataView;

  /**
   * @param format the format's name as people know it.
   * @param part set for a part of the file: reading past it means that the file is damaged, not cut off.
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly format: string,
    readonly part?: string,
  ) {
    this.length = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(at: number): number {
    this.need(at, 1);
    return this.bytes[at];
  }

  u16(at: number): number {
    this.need(at, 2);
    return this.#view.getUint16(at);
  }

  u16le(at: number): number {
    this.need(at, 2);
    return this.#view.getUint16(at, true);
  }

  u24le(at: number): number {
    return this.u16le(at) | (this.u8(at + 2) << 16);
  }

  u32(at: number): number {
    this.need(at, 4);
    return this.#view.getUint32(at);
  }

  u32le(at: number): number {
    this.need(at, 4);
    return this.#view.getUint32(at, true);
  }

  i32le(at: number): number {
    return this.u32le(at) | 0;
  }

  /** A part of these bytes with bounds of its own; `name` is for the sentence when something runs past them. */
  slice(at: number, length: number, name: string): ByteReader {
    this.need(at, length);
    return new ByteReader(this.bytes.subarray(at, at + length), this.format, name);
  }

  /** @throws CutoutError `truncated` (of a part: `damaged`) unless `length` bytes stand at `at`. */
  need(at: number, length: number): void {
    if (at + length <= this.length) return;
    throw this.part === undefined ? this.truncated() : this.damaged(`its ${this.part} is too short`);
  }

  truncated(): CutoutError {
    return cutOff(this.format);
  }

  damaged(detail: string): CutoutError {
    return new CutoutError(
      'damaged',
      `The ${this.format} is damaged: ${detail}; get it again from where it came from.`,
    );
  }

  unsupported(detail: string): CutoutError {
    return new CutoutError(
      'unsupported-format',
      `This ${this.format} ${detail}, which cannot be read here; save it as an ordinary JPEG or PNG first.`,
      { facts: [this.format] },
    );
  }
}
