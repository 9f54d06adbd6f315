import { type Mcus, planIndex } from './block-index.ts';
import type { Frame } from './frame.ts';

/** Memory that a JPEG may take. */
export interface Room {
  /** Most bytes of its index. */
  readonly index: number;
  /** Most bytes of its index and, twice, of the samples that are kept of one on its side: what is made of them grows alike. */
  readonly onSide: number;
  /** Bytes that count to those of one on its side, for each pixel of its upright rows: what is made of whole rows. Default: none. */
  readonly rows?: number;
}

/** A JPEG that has no room: its index is too large, or, where it lies on its side and has all its colours, its rows are too wide. */
export class NoRoom extends Error {
  /**
   * @param why what there is too much of.
   * @param pixels how many a picture of the same shape and coding may have.
   */
  constructor(
    readonly why: 'scans' | 'width',
    readonly pixels: number,
  ) {
    super(`a JPEG of too much ${why}`);
  }
}

/** @throws NoRoom for a picture that takes more. */
export function checkRoom(frame: Frame, isOnSide: boolean, room: Room): void {
  const why = lacking(frame, frame, isOnSide, room);
  if (!why) return;
  // In percent of its pixels.
  let share = 99;
  while (share > 0 && lacking(frame, scaled(frame, Math.sqrt(share / 100)), isOnSide, room)) share--;
  throw new NoRoom(why, Math.floor((frame.width * frame.height * share) / 100));
}

const scaled = ({ mcusAcross, mcusDown }: Mcus, scale: number): Mcus => ({
  mcusAcross: Math.ceil(mcusAcross * scale),
  mcusDown: Math.ceil(mcusDown * scale),
});

/** What a picture of so many MCUs, coded as `frame` says, has too much of. */
function lacking(
  frame: Frame,
  mcus: Mcus,
  isOnSide: boolean,
  { index, onSide, rows = 0 }: Room,
): NoRoom['why'] | undefined {
  const { run, bytes } = planIndex(frame, mcus, index);
  if (bytes > index) return 'scans';
  const ofRows = rows * mcus.mcusDown * frame.down * 8;
  if (isOnSide && bytes + 2 * keptBytes(frame, mcus, run) + ofRows > onSide) return 'width';
  return undefined;
}

/** The samples that are kept of a picture on its side: two runs wide, and as high as the file. */
const keptBytes = ({ components }: Frame, { mcusDown }: Mcus, run: number): number =>
  components.reduce((sum, { across, down }) => sum + 2 * run * across * 8 * mcusDown * down * 8, 0);
