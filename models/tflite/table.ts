import { ByteBuffer } from 'flatbuffers';

/**
 * A FlatBuffers table read by field number (the order of the fields in the schema, from 0). A field that is absent
 * reads as the default given.
 */
export class Table {
  constructor(
    private readonly buffer: ByteBuffer,
    private readonly at: number,
  ) {}

  /** The root table of a file. */
  static root(bytes: Uint8Array): Table {
    const buffer = new ByteBuffer(bytes);
    return new Table(buffer, buffer.readInt32(0));
  }

  private field(number: number): number {
    const offset = this.buffer.__offset(this.at, 4 + 2 * number);
    return offset && this.at + offset;
  }

  byte(number: number, otherwise = 0): number {
    const field = this.field(number);
    return field ? this.buffer.readInt8(field) : otherwise;
  }

  int(number: number, otherwise = 0): number {
    const field = this.field(number);
    return field ? this.buffer.readInt32(field) : otherwise;
  }

  string(number: number): string {
    const field = this.field(number);
    return field ? String(this.buffer.__string(field)) : '';
  }

  table(number: number): Table | undefined {
    const field = this.field(number);
    return field ? new Table(this.buffer, this.buffer.__indirect(field)) : undefined;
  }

  tables(number: number): Table[] {
    return this.vector(number, 4, (at) => new Table(this.buffer, this.buffer.__indirect(at)));
  }

  ints(number: number): number[] {
    return this.vector(number, 4, (at) => this.buffer.readInt32(at));
  }

  bytes(number: number): Uint8Array {
    const field = this.field(number);
    if (!field) return new Uint8Array();
    const start = this.buffer.__vector(field);
    return new Uint8Array(this.buffer.bytes().subarray(start, start + this.buffer.__vector_len(field)));
  }

  private vector<Item>(number: number, stride: number, read: (at: number) => Item): Item[] {
    const field = this.field(number);
    if (!field) return [];
    const start = this.buffer.__vector(field);
    return Array.from({ length: this.buffer.__vector_len(field) }, (_, i) => read(start + i * stride));
  }
}
