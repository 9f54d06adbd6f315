/** A list that is finished, and whose tab was closed. */
export interface ClosedList {
  readonly name: string;
  /** When it expires, in milliseconds: of two the one that was closed later expires later. */
  readonly until: number;
  readonly bytes: number;
}

/** What the pictures and results of finished lists may take together after their tabs were closed. */
const MOST_BYTES = 2_000_000_000;

/** The names of those that make room. The one that was closed last never does: its tab may be reloading. */
export function makingRoom(lists: readonly ClosedList[]): readonly string[] {
  let bytes = 0;
  return lists
    .toSorted((a, b) => b.until - a.until || b.name.localeCompare(a.name))
    .filter((list, i) => {
      bytes += list.bytes;
      return i > 0 && bytes > MOST_BYTES;
    })
    .map(({ name }) => name);
}
