import type { ByteReader } from '../reader.ts';

const SOF_BASELINE = 0xc0;
const RST0 = 0xd0;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** A marker segment of a JPEG. */
export interface Segment {
  readonly marker: number;
  /** Where its bytes after the length begin in the file, and how many there are. */
  readonly at: number;
  readonly length: number;
}

/** Stuffed zeros, reserved markers and those without a length; all of them occur within entropy-coded data. */
const standsAlone = (marker: number): boolean => marker < SOF_BASELINE || (marker >= RST0 && marker < SOI);

/**
 * The segments of a JPEG (ITU-T T.81, annex B), up to its end mark; so an EXIF thumbnail's own end is not taken for the
 * picture's, and whatever follows the picture does not matter.
 *
 * @returns where the picture ends, and whether its end mark stands there. Without it, the end is where the file or its last
 *   whole segment stops, or where another JPEG begins, as in what some cameras append.
 * @throws CutoutError `truncated` when the file stops before the first scan; `damaged`.
 */
export function* segmentsOf(
  reader: ByteReader,
): Generator<Segment, { readonly end: number; readonly finished: boolean }> {
  const { bytes, length: all } = reader;
  let hasScan = false;
  const stop = (end: number) => {
    if (!hasScan) throw reader.truncated();
    return { end, finished: false };
  };
  for (let at = 2; ; ) {
    const mark = bytes.indexOf(0xff, at);
    if (mark < 0) return stop(all);
    at = mark;
    while (at < all && bytes[at] === 0xff) at++;
    if (at >= all) return stop(mark);
    const marker = bytes[at++];
    if (standsAlone(marker)) continue;
    if (marker === EOI) return { end: mark, finished: true };
    if (marker === SOI) {
      if (hasScan) return stop(mark);
      continue;
    }
    if (at + 2 > all) return stop(mark);
    const length = reader.u16(at);
    if (length < 2) throw reader.damaged('one of its segments has no length');
    if (at + length > all) return stop(mark);
    if (marker === SOS) hasScan = true;
    yield { marker, at: at + 2, length: length - 2 };
    at += length;
  }
}

/** The file with the end mark that it lacks: some decoders want it, though every row is there. Others are returned as they are. */
export function closeJpeg(reader: ByteReader): Uint8Array {
  const segments = segmentsOf(reader);
  for (let next = segments.next(); ; next = segments.next()) {
    if (!next.done) continue;
    const { end, finished } = next.value;
    if (finished) return reader.bytes;
    const closed = new Uint8Array(end + 2);
    closed.set(reader.bytes.subarray(0, end));
    closed.set([0xff, EOI], end);
    return closed;
  }
}
