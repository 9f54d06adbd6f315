/** What a change is of: the matte, or how the result is made of it. */
export type Changed = 'matte' | 'look';

/** How many changes there were of each. */
export type Changes = Readonly<Record<Changed, number>>;

/** What is lost when the tab is closed. */
export interface Unsaved {
  readonly isAny: boolean;
  changed(what: Changed): void;
  /** The changes until now: those that a file holds which is begun now. */
  now(): Changes;
  /** A file was saved. A mask holds changes of the matte alone. */
  saved(changes: Changes, isMask?: boolean): void;
}

export function createUnsaved(): Unsaved {
  const made = { matte: 0, look: 0 };
  let saved: Changes = { ...made };
  return {
    get isAny() {
      return saved.matte < made.matte || saved.look < made.look;
    },
    changed(what) {
      made[what] += 1;
    },
    now: () => ({ ...made }),
    saved(changes, isMask = false) {
      saved = { matte: changes.matte, look: isMask ? saved.look : changes.look };
    },
  };
}
