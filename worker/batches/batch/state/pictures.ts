import type { TakenPicture } from '../../../../shared/contracts/batches.ts';
import { isFailure, type Outcome } from '../../outcome.ts';

/** waiting: for its turn. queued: it has been sent for. done, failed: it has ended. */
export type PictureState = 'waiting' | 'queued' | 'done' | 'failed';

/** A picture as the table has it. */
export interface PictureRow {
  readonly number: number;
  readonly name: string;
  /** Where in the bucket it lies: what `inputKey` takes. */
  readonly input: string;
  /** SHA-256 of its bytes. */
  readonly content: string;
  readonly bytes: number;
  readonly state: PictureState;
  /** How often its work was begun. */
  readonly tries: number;
  /** 1 while somebody works on it. */
  readonly held: 0 | 1;
  /** When it is sent for again, in milliseconds, while it is queued. */
  readonly due: number;
  /** In which order it ended; null before. */
  readonly ended: number | null;
  /** `Outcome` as JSON; null before it has ended. */
  readonly outcome: string | null;
}

/** The pictures of one batch, as a table of its Durable Object. */
export class Pictures {
  constructor(readonly sql: SqlStorage) {}

  create(): void {
    this.sql.exec(`
      CREATE TABLE pictures (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, input TEXT NOT NULL, content TEXT NOT NULL, bytes INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting', tries INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0,
        due INTEGER NOT NULL DEFAULT 0, ended INTEGER UNIQUE, outcome TEXT);
      CREATE INDEX pictures_by_state ON pictures (state, due, number);`);
  }

  /** Adds a picture, or answers the one of that name, which it takes the place of. */
  put({ name, sha256, bytes }: TakenPicture, input: string): PictureRow | undefined {
    const before = this.named(name);
    if (before) this.sql.exec('DELETE FROM pictures WHERE number = ?', before.number);
    this.sql.exec('INSERT INTO pictures (name, input, content, bytes) VALUES (?, ?, ?, ?)', name, input, sha256, bytes);
    return before;
  }

  named(name: string): PictureRow | undefined {
    return this.#rows('name = ?', name)[0];
  }

  numbered(number: number): PictureRow | undefined {
    return this.#rows('number = ?', number)[0];
  }

  /** The first that have a state. */
  some(state: PictureState, most: number): PictureRow[] {
    return this.#rows('state = ? ORDER BY due, number LIMIT ?', state, most);
  }

  /** Those that have to be sent for again. */
  overdue(now: number, most: number): PictureRow[] {
    return this.#rows("state = 'queued' AND due <= ? ORDER BY due LIMIT ?", now, most);
  }

  /** When the next one has to be sent for again. */
  nextDue(): number | undefined {
    return this.#rows("state = 'queued' ORDER BY due LIMIT 1")[0]?.due;
  }

  /** Those that ended after the one of that order, the first of them first. */
  endedAfter(order: number, most: number): PictureRow[] {
    return this.#rows('ended > ? ORDER BY ended LIMIT ?', order, most);
  }

  /** Those that were taken after the one of that number. */
  takenAfter(number: number, most: number): PictureRow[] {
    return this.#rows('number > ? ORDER BY number LIMIT ?', number, most);
  }

  /** Notes that a picture has been sent for, until `due`. */
  queue(number: number, due: number): void {
    this.sql.exec("UPDATE pictures SET state = 'queued', held = 0, due = ? WHERE number = ?", due, number);
  }

  /** Notes that somebody works on it, until `due`. */
  hold(number: number, due: number): void {
    this.sql.exec('UPDATE pictures SET held = 1, tries = tries + 1, due = ? WHERE number = ?', due, number);
  }

  /** Takes back a try that was none. */
  forgive(number: number): void {
    this.sql.exec('UPDATE pictures SET tries = max(0, tries - 1) WHERE number = ?', number);
  }

  end(number: number, order: number, outcome: Outcome): void {
    const state: PictureState = isFailure(outcome) ? 'failed' : 'done';
    this.sql.exec(
      'UPDATE pictures SET state = ?, held = 0, ended = ?, outcome = ? WHERE number = ?',
      ...[state, order, JSON.stringify(outcome), number],
    );
  }

  #rows(condition: string, ...values: (string | number)[]): PictureRow[] {
    return this.sql
      .exec<Record<keyof PictureRow, SqlStorageValue>>(`SELECT * FROM pictures WHERE ${condition}`, ...values)
      .toArray() as unknown as PictureRow[];
  }
}
