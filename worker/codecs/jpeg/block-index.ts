import type { Frame } from './frame.ts';
import { ScanReader, stateSize } from './scan-reader.ts';

/** A run is about this many pixels wide, and no wider than the most. In a file that is higher than `HIGH` it is half as wide. */
const RUN_PIXELS = 128;
const MOST_RUN_PIXELS = 256;
/** Where a file of so many rows lies on its side, a strip is a run wide and as long as the file is high. */
const HIGH = 8192;

/** Coefficients of neighbouring MCUs, for each component: its blocks line by line. */
export type Blocks = readonly Int16Array[];

/** Room for the blocks of so many MCUs of a row. */
export const newBlocks = ({ components }: Frame, mcus: number): Blocks =>
  components.map(({ across, down }) => new Int16Array(mcus * across * down * 64));

/** How the rows of a picture are divided for its index. */
interface IndexPlan {
  /** MCUs of a run; the last one of a row may have fewer. */
  readonly run: number;
  /** Runs of a row. */
  readonly runs: number;
  /** Bytes that the index takes. */
  readonly bytes: number;
}

/** Where every run of MCUs begins in every scan: so any of them can be read without those before it. */
export interface BlockIndex extends IndexPlan {
  /** Reads a run of a row, into the beginning of `blocks`. */
  read(row: number, run: number, blocks: Blocks): void;
}

/** How many MCUs a picture has. */
export type Mcus = Pick<Frame, 'mcusAcross' | 'mcusDown'>;

/** Lines of blocks that a scan has in a row of MCUs: one of a scan whose MCUs have all components. */
const linesOf = ({ components }: Frame, scan: readonly number[]): number =>
  scan.length > 1 ? 1 : components[scan[0]].down;

/**
 * The index of a picture that is coded as `frame` says, and of so many MCUs.
 *
 * @param most bytes that it may have; where that can't be kept to, it has more.
 */
export function planIndex(frame: Frame, { mcusAcross, mcusDown }: Mcus, most: number): IndexPlan {
  const lines = frame.scans.reduce((sum, { components }) => sum + linesOf(frame, components), 0);
  const column = lines * mcusDown * stateSize(frame.components.length) * Int32Array.BYTES_PER_ELEMENT;
  const narrow = mcusDown * 8 * frame.down > HIGH ? RUN_PIXELS / 2 : RUN_PIXELS;
  const shortest = Math.max(1, Math.floor(narrow / (8 * frame.across)));
  const longest = Math.floor(MOST_RUN_PIXELS / (8 * frame.across));
  let run = shortest;
  // The longer a run, the smaller the index, and the more samples are kept of a picture on its side.
  while (column * Math.ceil(mcusAcross / run) > most && run < longest)
    run = Math.min(longest, run + (shortest >> 1 || 1));
  const runs = Math.ceil(mcusAcross / run);
  return { run, runs, bytes: column * runs };
}

/**
 * Reads a JPEG once from its first row to its last.
 *
 * @throws Error for what is damaged or has no last rows.
 */
export function indexBlocks(bytes: Uint8Array, frame: Frame, plan: IndexPlan): BlockIndex {
  const { scans, mcusAcross, mcusDown } = frame;
  const { run, runs } = plan;
  const size = stateSize(frame.components.length);
  const lines = scans.map(({ components }) => linesOf(frame, components));
  const index = new Int32Array(plan.bytes / Int32Array.BYTES_PER_ELEMENT);
  const readers = scans.map((scan) => new ScanReader(bytes, scan));
  /** Where the state of a run of the first line of each scan is. */
  const starts = lines.map((_, i) => lines.slice(0, i).reduce((sum, count) => sum + count, 0));
  const all = starts.at(-1)! + lines.at(-1)!;
  const placeOf = (row: number, scan: number, line: number, at: number) =>
    ((row * all + starts[scan] + line) * runs + at) * size;
  const endOf = (at: number) => Math.min(mcusAcross, (at + 1) * run);

  const row = newBlocks(frame, mcusAcross);
  for (let y = 0; y < mcusDown; y++) {
    for (const one of row) one.fill(0);
    if (y === mcusDown - 1 && readers[0].isOver) throw new Error('a JPEG without its last rows');
    for (const [s, reader] of readers.entries()) {
      for (let line = 0; line < lines[s]; line++) {
        for (let at = 0; at < runs; at++) {
          reader.save(index, placeOf(y, s, line, at));
          readLine(reader, frame, y, line, at * run, endOf(at), 0, mcusAcross, row);
        }
      }
    }
  }
  return {
    ...plan,
    read(y, at, blocks) {
      const [from, end] = [at * run, endOf(at)];
      for (const one of blocks) one.fill(0);
      for (const [s, reader] of readers.entries()) {
        for (let line = 0; line < lines[s]; line++) {
          reader.load(index, placeOf(y, s, line, at));
          readLine(reader, frame, y, line, from, end, from, end - from, blocks);
        }
      }
    },
  };
}

/**
 * Reads what a scan has of the MCUs `from` to `end` of row `y`.
 *
 * @param line of a scan of one component, which of its lines of blocks.
 * @param origin the MCU that `blocks` begin with; they are those of `mcus` MCUs.
 */
function readLine(
  reader: ScanReader,
  { components }: Frame,
  y: number,
  line: number,
  from: number,
  end: number,
  origin: number,
  mcus: number,
  blocks: Blocks,
): void {
  const { components: indices } = reader.scan;
  if (indices.length > 1) {
    for (let mcu = from; mcu < end; mcu++) {
      reader.beginUnit();
      for (let i = 0; i < indices.length; i++) {
        const { across, down } = components[indices[i]];
        for (let v = 0; v < down; v++) {
          const first = (v * mcus + mcu - origin) * across;
          for (let h = 0; h < across; h++) reader.block(blocks[indices[i]], (first + h) * 64, i);
        }
      }
    }
    return;
  }
  const { across, down, blocksAcross, blocksDown } = components[indices[0]];
  if (y * down + line >= blocksDown) return;
  const last = Math.min(blocksAcross, end * across);
  for (let block = from * across; block < last; block++) {
    reader.beginUnit();
    reader.block(blocks[indices[0]], (line * mcus * across + block - origin * across) * 64, 0);
  }
}
