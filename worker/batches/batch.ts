import { DurableObject } from 'cloudflare:workers';
import type { NewBatch, TakenPicture } from '../../shared/contracts/batches.ts';
import type { Bindings } from '../bindings.ts';
import { openOwner } from './owner.ts';
import { type Failure, isFailure, type Outcome, type PictureRow, Pictures } from './pictures.ts';
import {
  expiresAt,
  type Found,
  type Kept,
  type Message,
  type Page,
  type Refusal,
  type Taken,
  type Told,
  tell,
  type Work,
} from './record.ts';
import { batchBindings, settingsOf } from './settings.ts';
import { inputKey, removePage } from './store.ts';
import { deliver } from './webhook.ts';

/** How often a picture's work is begun before it is given up. */
const MOST_TRIES = 4;

/** Most messages that a queue takes at a time. */
const MOST_MESSAGES = 100;

/** A batch of so many pictures has a queue of its own kind, where one is bound: it does not stand behind large ones. */
const SMALL_PICTURES = 100;

/** How many pages of the bucket one alarm removes, and pictures it gives up. */
const PAGES = 10;
const MOST_EXPIRED = 1000;

/** The longest wait between two calls, and how long a receiver is called, in milliseconds. */
const LONGEST_CALL_WAIT_MS = 3 * 3_600_000;
const CALLED_FOR_MS = 24 * 3_600_000;

/** The longest that a queue delays a message, in seconds. */
const LONGEST_DELAY_S = 43_200;

const NOT_FOUND: Refusal = { refused: 'not-found', detail: 'There is no such batch of yours.' };
const conflict = (detail: string): Refusal => ({ refused: 'conflict', detail });

/**
 * One batch: its state, which pictures wait, and what became of each. All that it decides is decided here, one call after the other; no
 * picture comes here. Whatever gets lost outside, a message, a consumer, an isolate, is sent for again by its alarm.
 */
export class Batch extends DurableObject<Bindings> {
  readonly #pictures = new Pictures(this.ctx.storage.sql);
  readonly #settings = settingsOf(this.env);

  /** Makes the batch, or answers the one that is there: the same request sent twice makes one. */
  async create(id: string, owner: string, asked: NewBatch): Promise<Told | Refusal> {
    const there = this.#kept();
    if (there) {
      if (there.state === 'ended' || there.state === 'removing') await this.#release(there);
      if (there.state === 'removing')
        return conflict('The batch of this Idempotency-Key is being removed; wait a minute.');
      if (JSON.stringify(there.asked) === JSON.stringify(asked)) return this.#tell(there);
      return {
        refused: 'unprocessable',
        detail: 'This Idempotency-Key was used for a batch that was asked for otherwise.',
      };
    }
    const counts = { waiting: 0, queued: 0, done: 0, failed: 0 };
    const kept: Kept = { id, owner, asked, created: Date.now(), state: 'open', counts, bytes: 0, failures: {} };
    this.#pictures.create();
    this.#keep(kept);
    await this.#wakeBy(this.#expires(kept));
    return this.#tell(kept);
  }

  status(owner: string): Told | Refusal {
    const kept = this.#ownedBy(owner);
    return kept ? this.#tell(kept) : NOT_FOUND;
  }

  /** Why it takes no picture now, if it does not. */
  refuses(owner: string): Refusal | undefined {
    const kept = this.#ownedBy(owner);
    if (!kept) return NOT_FOUND;
    if (kept.state !== 'open')
      return conflict('The batch has been started and takes no more pictures; make another one.');
    const { mostPictures, mostBytes } = this.#settings;
    if (kept.counts.waiting >= mostPictures) {
      return { refused: 'too-large', detail: `A batch has at most ${mostPictures} pictures; make another one.` };
    }
    if (kept.bytes < mostBytes) return undefined;
    return { refused: 'too-large', detail: `A batch has at most ${mostBytes} bytes of pictures; make another one.` };
  }

  /** Takes a picture that lies in the bucket already. One of the same name gives way. */
  async take(owner: string, picture: TakenPicture, input: string): Promise<Refusal | undefined> {
    const refusal = this.refuses(owner);
    if (refusal) return refusal;
    const kept = this.#kept() as Kept;
    const before = this.#pictures.put(picture, input);
    kept.counts.waiting += before ? 0 : 1;
    kept.bytes += picture.bytes - (before?.bytes ?? 0);
    this.#keep(kept);
    if (before) await this.#bindings.BATCH_PICTURES.delete(inputKey(kept.id, before.input));
    return undefined;
  }

  /** Begins; a batch that has begun goes on. */
  async start(owner: string): Promise<Told | Refusal> {
    const kept = this.#ownedBy(owner);
    if (!kept) return NOT_FOUND;
    if (kept.state === 'open') {
      if (kept.counts.waiting === 0) return conflict('The batch has no pictures yet; send them first.');
      Object.assign(kept, { state: 'running', started: Date.now() });
      this.#keep(kept);
      await this.#wakeBy(Date.now() + this.#settings.patienceMs);
      await this.#fill();
    }
    return this.#tell(this.#kept() as Kept);
  }

  /** Ends it; its alarm removes what there is. */
  async remove(owner: string): Promise<Refusal | undefined> {
    const kept = this.#ownedBy(owner);
    if (!kept) return NOT_FOUND;
    this.#keep({ ...kept, state: 'removing' });
    await this.ctx.storage.setAlarm(Date.now());
    await this.#release(kept);
    return undefined;
  }

  /** @param after the order of the last one that is known. */
  results(owner: string, after: number, most: number): Page | Refusal {
    const kept = this.#ownedBy(owner);
    if (!kept) return NOT_FOUND;
    const rows = this.#pictures.endedAfter(after, most);
    const isLast = kept.state === 'ended' && (rows.at(-1)?.ended ?? after) >= kept.counts.done + kept.counts.failed;
    return {
      rows: rows.map(({ name, content, ended, outcome }) => ({
        name,
        content,
        ended: ended as number,
        outcome: JSON.parse(outcome as string),
      })),
      isLast,
    };
  }

  /** @param after the number of the last one that is known. */
  taken(owner: string, after: number, most: number): Taken | Refusal {
    if (!this.#ownedBy(owner)) return NOT_FOUND;
    const rows = this.#pictures.takenAfter(after, most);
    return {
      pictures: rows.map(({ name, bytes, content }) => ({ name, bytes, sha256: content })),
      cursor: rows.at(-1)?.number ?? after,
      isLast: rows.length < most,
    };
  }

  result(owner: string, name: string): Found | Refusal {
    if (!this.#ownedBy(owner)) return NOT_FOUND;
    const row = this.#pictures.named(name);
    if (row?.state === 'done') return { content: row.content, name };
    if (row?.state === 'failed') {
      return {
        refused: 'not-found',
        detail: `This picture has no result: ${(JSON.parse(row.outcome as string) as Failure).detail}`,
      };
    }
    return {
      refused: 'not-found',
      detail: row ? 'This picture has no result yet.' : 'The batch has no picture of this name.',
    };
  }

  /** Gives a consumer its work; or says why the picture is given up; or nothing where there is nothing to do. */
  async begin(number: number): Promise<Work | Failure | undefined> {
    const kept = this.#running();
    const row = kept && this.#pictures.numbered(number);
    if (row?.state !== 'queued' || (row.held && row.due > Date.now())) return undefined;
    if (row.tries >= MOST_TRIES) {
      const failure: Failure = { reason: 'gave-up', detail: `Its work was begun ${row.tries} times and never ended.` };
      await this.end(number, failure);
      return failure;
    }
    const due = Date.now() + this.#settings.patienceMs;
    this.#pictures.hold(number, due);
    await this.#wakeBy(due);
    const { input, content, bytes } = row;
    return { input, content, bytes, options: kept?.asked.options };
  }

  /**
   * Notes what became of a picture, once: what is told later changes nothing.
   *
   * @returns whether the batch is still there.
   */
  async end(number: number, outcome: Outcome): Promise<boolean> {
    const kept = this.#kept();
    const row = kept && kept.state !== 'removing' ? this.#pictures.numbered(number) : undefined;
    if (!row) return false;
    if (row.state === 'queued') {
      this.#endRow(kept as Kept, row, outcome);
      await this.#fill();
    }
    return true;
  }

  /**
   * Lets a picture that failed for a reason outside it wait for another try, longer each time.
   *
   * @param isForgiven whether this was no try: its turn never came.
   * @returns why it is given up, where it is.
   */
  async postpone(number: number, detail: string, isForgiven: boolean): Promise<Failure | undefined> {
    const kept = this.#running();
    const row = kept && this.#pictures.numbered(number);
    if (row?.state !== 'queued') return undefined;
    if (isForgiven) this.#pictures.forgive(number);
    else if (row.tries >= MOST_TRIES) {
      const failure: Failure = { reason: 'gave-up', detail: `It failed ${row.tries} times, at last so: ${detail}` };
      await this.end(number, failure);
      return failure;
    }
    const waitMs = this.#settings.backOffMs * 2 ** Math.max(0, row.tries - 1);
    await this.#send([row], Math.min(LONGEST_DELAY_S, Math.ceil(waitMs / 1000)));
    return undefined;
  }

  override async alarm(): Promise<void> {
    const kept = this.#kept();
    if (!kept) return;
    if (kept.state === 'removing' || (kept.state !== 'running' && this.#expires(kept) <= Date.now())) {
      this.#keep({ ...kept, state: 'removing' });
      await this.#release(kept);
      return this.#removeAll(kept.id);
    }
    if (kept.state === 'running') {
      if (this.#expires(kept) <= Date.now()) {
        this.#giveUp(kept);
        await this.#afterEnd();
      } else {
        const overdue = this.#pictures.overdue(Date.now(), MOST_MESSAGES);
        if (overdue.length > 0) await this.#send(overdue);
        await this.#fill();
      }
    }
    await this.#call(this.#kept() as Kept);
    const after = this.#kept();
    if (after) await this.#wakeBy(this.#next(after));
  }

  /** The pictures of a batch that ran too long fail, so many at a time. */
  #giveUp(kept: Kept): void {
    const outcome: Failure = { reason: 'expired', detail: 'Its time was over before its turn came.' };
    for (const state of ['queued', 'waiting'] as const) {
      for (const row of this.#pictures.some(state, MOST_EXPIRED)) this.#endRow(kept, row, outcome);
    }
  }

  async #removeAll(id: string): Promise<void> {
    for (let page = 0; page < PAGES; page++) {
      if (!(await removePage(this.#bindings.BATCH_PICTURES, id))) continue;
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
      return;
    }
    await this.ctx.storage.setAlarm(Date.now());
  }

  #endRow(kept: Kept, { number, state }: PictureRow, outcome: Outcome): void {
    const { counts } = kept;
    counts[state]--;
    counts[isFailure(outcome) ? 'failed' : 'done']++;
    if (isFailure(outcome)) kept.failures[outcome.reason] = (kept.failures[outcome.reason] ?? 0) + 1;
    this.#pictures.end(number, counts.done + counts.failed, outcome);
    if (counts.waiting + counts.queued === 0) this.#finish(kept);
    this.#keep(kept);
  }

  /** Sends for so many more pictures as the window has room for: a large batch leaves room for others in the queue. */
  async #fill(): Promise<void> {
    const kept = this.#running();
    if (!kept) return this.#afterEnd();
    const room = Math.min(this.#settings.window - kept.counts.queued, MOST_MESSAGES);
    if (room <= 0) return;
    const rows = this.#pictures.some('waiting', room);
    if (rows.length === 0) return;
    kept.counts.waiting -= rows.length;
    kept.counts.queued += rows.length;
    this.#keep(kept);
    await this.#send(rows);
  }

  #finish(kept: Kept): void {
    const ended = Date.now();
    Object.assign(kept, { state: 'ended', ended });
    if (kept.asked.callback) kept.call = { state: 'waiting', due: ended, tries: 0 };
  }

  /** Tells the receiver of the end; where it does not take it, again later, for a day. */
  async #call(kept: Kept): Promise<void> {
    const { callback } = kept.asked;
    if (kept.call?.state !== 'waiting' || kept.call.due > Date.now() || !callback) return;
    const { id, pictures, failures } = this.#tell(kept);
    const ended = kept.ended as number;
    const body = JSON.stringify({
      type: 'batch.ended',
      timestamp: new Date(ended).toISOString(),
      data: { id, pictures, failures },
    });
    const isTaken = await deliver(callback, `msg_${id}_${ended}`, body);
    const now = this.#kept();
    if (now?.state !== 'ended') return;
    const tries = kept.call.tries + 1;
    const due = Date.now() + Math.min(this.#settings.backOffMs * 4 ** (tries - 1), LONGEST_CALL_WAIT_MS);
    const state = isTaken ? 'delivered' : due < ended + CALLED_FOR_MS ? 'waiting' : 'given-up';
    this.#keep({ ...now, call: { state, due, tries } });
    console.log(JSON.stringify({ batch: 'call', state, tries }));
  }

  /** When its alarm is to ring next. */
  #next(kept: Kept): number {
    const expires = this.#expires(kept);
    if (kept.state === 'running') return Math.min(expires, this.#pictures.nextDue() ?? expires);
    return kept.call?.state === 'waiting' ? Math.min(expires, kept.call.due) : expires;
  }

  /** What follows when the last picture has ended. */
  async #afterEnd(): Promise<void> {
    const kept = this.#kept();
    if (kept?.state !== 'ended') return;
    await this.#wakeBy(this.#next(kept));
    await this.#release(kept);
  }

  /** Its owner may make another one. */
  async #release({ id, owner }: Kept): Promise<void> {
    await openOwner(this.#bindings, owner)
      .release(id)
      .catch((error: unknown) => console.error(JSON.stringify({ batch: 'release', error: String(error) })));
  }

  /** Sends for pictures. What does not reach the queue is sent again when it is due. */
  async #send(rows: readonly PictureRow[], delaySeconds = 0): Promise<void> {
    const { id, counts } = this.#kept() as Kept;
    const isSmall = counts.waiting + counts.queued + counts.done + counts.failed <= SMALL_PICTURES;
    const due = Date.now() + delaySeconds * 1000 + this.#settings.patienceMs;
    for (const { number } of rows) this.#pictures.queue(number, due);
    await this.#wakeBy(due);
    const messages = rows.map(({ number }) => ({ body: { batch: id, picture: number } satisfies Message }));
    const { BATCH_QUEUE, BATCH_SMALL_QUEUE = BATCH_QUEUE } = this.#bindings;
    const queue = isSmall ? BATCH_SMALL_QUEUE : BATCH_QUEUE;
    await queue.sendBatch(messages, { delaySeconds }).catch((error: unknown) => {
      console.error(JSON.stringify({ batch: 'send', error: String(error) }));
    });
  }

  /** Sees to it that the alarm rings by then. */
  async #wakeBy(time: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > time) await this.ctx.storage.setAlarm(time);
  }

  #expires(kept: Kept): number {
    return expiresAt(kept, this.#settings);
  }

  #tell(kept: Kept): Told {
    return tell(kept, this.#settings);
  }

  #running(): Kept | undefined {
    const kept = this.#kept();
    return kept?.state === 'running' ? kept : undefined;
  }

  #ownedBy(owner: string): Kept | undefined {
    const kept = this.#kept();
    return kept?.owner === owner && kept.state !== 'removing' ? kept : undefined;
  }

  #kept(): Kept | undefined {
    return this.ctx.storage.kv.get<Kept>('batch');
  }

  #keep(kept: Kept): void {
    this.ctx.storage.kv.put('batch', kept);
  }

  get #bindings() {
    return batchBindings(this.env);
  }
}
