import { type Scan, ZIGZAG } from './frame.ts';
import { type HuffmanTable, LOOKED_UP } from './huffman.ts';

/** How many numbers a reader's place in its scan is kept in, of a picture of so many components. */
export const stateSize = (components: number): number => 6 + components;

/** Reads the blocks of one scan, from any place that it was at before (ITU-T T.81, annexes F and G). */
export class ScanReader {
  /** The next byte, and the bits of those before it that are still to be read: the lower `count` ones. */
  #at: number;
  #bits = 0;
  #count = 0;
  /** How many of these are made up, because the data has ended. */
  #made = 0;
  /** Blocks that follow and have no further coefficients. */
  #empty = 0;
  /** Units until the next restart. */
  #left: number;
  /** The last DC coefficient of each component. */
  readonly #dc: Int32Array;

  constructor(
    readonly bytes: Uint8Array,
    readonly scan: Scan,
  ) {
    this.#at = scan.at;
    this.#left = scan.restart;
    this.#dc = new Int32Array(scan.components.length);
  }

  /** Whether the data ended before what was read. */
  get isOver(): boolean {
    return this.#made > this.#count;
  }

  save(states: Int32Array, at: number): void {
    states[at] = this.#at;
    states[at + 1] = this.#bits;
    states[at + 2] = this.#count;
    states[at + 3] = this.#made;
    states[at + 4] = this.#empty;
    states[at + 5] = this.#left;
    states.set(this.#dc, at + 6);
  }

  load(states: Int32Array, at: number): void {
    this.#at = states[at];
    this.#bits = states[at + 1];
    this.#count = states[at + 2];
    this.#made = states[at + 3];
    this.#empty = states[at + 4];
    this.#left = states[at + 5];
    for (let i = 0; i < this.#dc.length; i++) this.#dc[i] = states[at + 6 + i];
  }

  /** To be called before each unit: an MCU, or a block where a scan has one component. */
  beginUnit(): void {
    if (this.scan.restart === 0 || this.#left-- > 0) return;
    this.#left = this.scan.restart - 1;
    this.#restart();
  }

  /**
   * Reads one block, or what the scan has of it. Where the data has ended it stays as it is.
   *
   * @param component its place in the scan.
   * @param at where in `blocks` it begins; of what earlier scans gave, its coefficients are there.
   * @throws Error for codes that are none.
   */
  block(blocks: Int16Array, at: number, component: number): void {
    if (this.#made > this.#count) return;
    const { first, last, high, low, dc, ac } = this.scan;
    if (first === 0) {
      if (high > 0) {
        if (this.#read(1)) blocks[at] |= 1 << low;
        return;
      }
      const length = this.#symbol(dc[component]);
      this.#dc[component] += length > 0 ? this.#signed(length) : 0;
      blocks[at] = this.#dc[component] << low;
      if (last === 0) return;
      this.#all(blocks, at, ac[component]);
    } else if (high === 0) this.#band(blocks, at, ac[0]);
    else this.#refine(blocks, at, ac[0]);
  }

  /** All coefficients but the first, of a file that is not progressive. */
  #all(blocks: Int16Array, at: number, table: HuffmanTable | undefined): void {
    for (let k = 1; k < 64; k++) {
      const symbol = this.#symbol(table);
      const length = symbol & 15;
      k += symbol >> 4;
      if (length === 0) {
        if (symbol < 0xf0) return;
        continue;
      }
      if (k > 63) throw new Error('a JPEG with too many coefficients');
      blocks[at + ZIGZAG[k]] = this.#signed(length);
    }
  }

  #band(blocks: Int16Array, at: number, table: HuffmanTable | undefined): void {
    if (this.#empty > 0) {
      this.#empty--;
      return;
    }
    const { first, last, low } = this.scan;
    for (let k = first; k <= last; k++) {
      const symbol = this.#symbol(table);
      const [run, length] = [symbol >> 4, symbol & 15];
      if (length === 0 && run < 15) {
        this.#empty = (1 << run) - 1 + (run > 0 ? this.#read(run) : 0);
        return;
      }
      k += run;
      if (length === 0) continue;
      if (k > 63) throw new Error('a JPEG with too many coefficients');
      blocks[at + ZIGZAG[k]] = this.#signed(length) * (1 << low);
    }
  }

  #refine(blocks: Int16Array, at: number, table: HuffmanTable | undefined): void {
    const { first, last, low } = this.scan;
    const bit = 1 << low;
    let k = first;
    while (this.#empty === 0 && k <= last) {
      const symbol = this.#symbol(table);
      let run = symbol >> 4;
      let value = 0;
      if ((symbol & 15) > 0) value = this.#read(1) ? bit : -bit;
      else if (run < 15) {
        this.#empty = (1 << run) + (run > 0 ? this.#read(run) : 0);
        break;
      }
      for (; k <= last; k++) {
        const place = at + ZIGZAG[k];
        if (blocks[place] !== 0) this.#correct(blocks, place, bit);
        else if (run-- === 0) {
          if (value !== 0) blocks[place] = value;
          k++;
          break;
        }
      }
    }
    if (this.#empty === 0) return;
    for (; k <= last; k++) if (blocks[at + ZIGZAG[k]] !== 0) this.#correct(blocks, at + ZIGZAG[k], bit);
    this.#empty--;
  }

  #correct(blocks: Int16Array, place: number, bit: number): void {
    if (this.#read(1) && (blocks[place] & bit) === 0) blocks[place] += blocks[place] > 0 ? bit : -bit;
  }

  #symbol(table: HuffmanTable | undefined): number {
    if (!table) throw new Error('a JPEG without a table that it uses');
    if (this.#count < 16) this.#fill();
    const quick = table.quick[(this.#bits >>> (this.#count - LOOKED_UP)) & ((1 << LOOKED_UP) - 1)];
    if (quick > 0) {
      this.#count -= quick >> 8;
      return quick & 255;
    }
    for (let length = LOOKED_UP + 1; length <= 16; length++) {
      const code = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code > table.most[length]) continue;
      this.#count -= length;
      return table.symbols[table.offset[length] + code];
    }
    throw new Error('a JPEG with an unknown code');
  }

  #read(length: number): number {
    if (this.#count < length) this.#fill();
    this.#count -= length;
    return (this.#bits >>> this.#count) & ((1 << length) - 1);
  }

  /** A number whose first bit is its sign (F.2.2.1). */
  #signed(length: number): number {
    const value = this.#read(length);
    return value >= 1 << (length - 1) ? value : value - (1 << length) + 1;
  }

  /** Reads bytes until there are more than 24 bits. A zero after 255 is none of the data; any other mark ends it. */
  #fill(): void {
    const { bytes } = this;
    while (this.#count <= 24) {
      let byte = bytes[this.#at];
      if (byte === undefined || (byte === 0xff && bytes[this.#at + 1] !== 0)) {
        byte = 0;
        this.#made = Math.min(this.#made + 8, 64);
      } else this.#at += byte === 0xff ? 2 : 1;
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }

  #restart(): void {
    const { bytes } = this;
    let at = this.#at;
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const isThere = bytes[at] === 0xff && bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7;
    if (isThere) this.#at = at + 2;
    else if (at < bytes.length && bytes[at] !== 0xff) throw new Error('a JPEG without a restart where one has to be');
    this.#bits = this.#count = this.#empty = 0;
    // Where the file has ended all that would follow is missing.
    this.#made = isThere ? 0 : 64;
    this.#dc.fill(0);
  }
}
