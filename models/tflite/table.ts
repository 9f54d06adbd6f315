import { ByteBuffer } from 'flatbuffers';

/** How often all lists of a file together may be read: lists may overlap, and a small file could claim any amount by them. */
const READINGS = 8;

/**
 * A FlatBuffers table read by field number (the order of the fields in the schema, from 0). A field that is absent
 * reads as the default given. Every read is checked against the file's length.
 *
 * @throws Error in words where an offset or a length points out of the file.
 */
export class Table {
  constructor(
    private readonly buffer: ByteBuffer,
    private readonly at: number,
    private readonly allowance = { bytes: READINGS * buffer.capacity() + 2 ** 16 },
  ) {
    this.inside(at, 4);
    this.inside(at - buffer.readInt32(at), 4);
  }

  /** The root table of a file. */
  static root(bytes: Uint8Array): Table {
    const buffer = new ByteBuffer(bytes);
    return new Table(buffer, buffer.readInt32(0));
  }

  private tableAt(offset: number): Table {
    return new Table(this.buffer, this.buffer.__indirect(offset), this.allowance);
  }

  /** The same offset, when `length` bytes from there on are in the file. */
  private inside(offset: number, length: number): number {
    if (offset >= 0 && offset + length <= this.buffer.capacity()) return offset;
    throw new Error('The TFLite file is damaged: an offset points out of it.');
  }

  private field(number: number, length: number): number {
    const offset = this.buffer.__offset(this.at, 4 + 2 * number);
    return offset && this.inside(this.at + offset, length);
  }

  byte(number: number, otherwise = 0): number {
    const field = this.field(number, 1);
    return field ? this.buffer.readInt8(field) : otherwise;
  }

  int(number: number, otherwise = 0): number {
    const field = this.field(number, 4);
    return field ? this.buffer.readInt32(field) : otherwise;
  }

  float(number: number, otherwise = 0): number {
    const field = this.field(number, 4);
    return field ? this.buffer.readFloat32(field) : otherwise;
  }

  string(number: number): string {
    return new TextDecoder().decode(this.bytes(number));
  }

  table(number: number): Table | undefined {
    const field = this.field(number, 4);
    return field ? this.tableAt(field) : undefined;
  }

  tables(number: number): Table[] {
    return this.vector(number, 4, (at) => this.tableAt(at));
  }

  ints(number: number): number[] {
    return this.vector(number, 4, (at) => this.buffer.readInt32(at));
  }

  floats(number: number): number[] {
    return this.vector(number, 4, (at) => this.buffer.readFloat32(at));
  }

  /** 64-bit integers. */
  longs(number: number): number[] {
    return this.vector(number, 8, (at) => Number(this.buffer.readInt64(at)));
  }

  /** The file's own bytes, not a copy. */
  bytes(number: number): Uint8Array {
    const { start, length } = this.extent(number, 1);
    return this.buffer.bytes().subarray(start, start + length);
  }

  private extent(number: number, stride: number): { start: number; length: number } {
    const field = this.field(number, 4);
    if (!field) return { start: 0, length: 0 };
    const start = this.inside(field + this.buffer.readInt32(field), 4) + 4;
    const length = this.buffer.readInt32(start - 4);
    if (length < 0) throw new Error('The TFLite file is damaged: a list has a negative length.');
    this.inside(start, length * stride);
    this.allowance.bytes -= length * stride;
    if (this.allowance.bytes < 0) throw new Error('The TFLite file is damaged: its lists claim more than it holds.');
    return { start, length };
  }

  private vector<Item>(number: number, stride: number, read: (at: number) => Item): Item[] {
    const { start, length } = this.extent(number, stride);
    return Array.from({ length }, (_, i) => read(start + i * stride));
  }
}
