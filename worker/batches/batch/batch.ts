import { DurableObject } from 'cloudflare:workers';
import type { NewBatch, TakenPicture } from '../../../shared/contracts/batches.ts';
import type { Bindings } from '../../bindings.ts';
import type { Failure, Outcome } from '../outcome.ts';
import { callReceiver } from './call.ts';
import { giveUp, sleep } from './end.ts';
import { createBatch, refusesPicture, startBatch, takePicture } from './intake.ts';
import { sendLetters } from './letters.ts';
import { lookUpResult, lookUpResults, lookUpTaken } from './look-up.ts';
import { beginRemoval, removeAll } from './remove.ts';
import { fillWindow, sendOverdue } from './send.ts';
import type { Found, Page, Refusal, Taken, Told, Work } from './state/record.ts';
import { NOT_FOUND } from './state/refusals.ts';
import { BatchState } from './state/state.ts';
import { beginWork, endWork, postponeWork } from './work.ts';

/** After how long an alarm that failed rings again, in milliseconds. */
const REST_MS = 60_000;

/**
 * One batch: its state, which pictures wait, and what became of each. All that it decides is decided here, one call after the other; no
 * picture comes here. Whatever gets lost outside, a message, a consumer, an isolate, is sent for again by its alarm.
 */
export class Batch extends DurableObject<Bindings> {
  readonly #state = new BatchState(this.ctx.storage, this.env);

  create(id: string, owner: string, asked: NewBatch): Promise<Told | Refusal> {
    return createBatch(this.#state, id, owner, asked);
  }

  status(owner: string): Told | Refusal {
    const kept = this.#state.ownedBy(owner);
    return kept ? this.#state.tell(kept) : NOT_FOUND;
  }

  refuses(owner: string): Refusal | undefined {
    return refusesPicture(this.#state, owner);
  }

  take(owner: string, picture: TakenPicture, input: string): Promise<Refusal | undefined> {
    return takePicture(this.#state, owner, picture, input);
  }

  start(owner: string): Promise<Told | Refusal> {
    return startBatch(this.#state, owner);
  }

  async remove(owner: string): Promise<Refusal | undefined> {
    const kept = this.#state.ownedBy(owner);
    if (!kept) return NOT_FOUND;
    await beginRemoval(this.#state, kept);
    return undefined;
  }

  results(owner: string, after: number, most: number): Page | Refusal {
    return lookUpResults(this.#state, owner, after, most);
  }

  taken(owner: string, after: number, most: number): Taken | Refusal {
    return lookUpTaken(this.#state, owner, after, most);
  }

  result(owner: string, name: string): Found | Refusal {
    return lookUpResult(this.#state, owner, name);
  }

  begin(number: number): Promise<Work | Failure | undefined> {
    return beginWork(this.#state, number);
  }

  end(number: number, input: string, outcome: Outcome): Promise<boolean> {
    return endWork(this.#state, number, input, outcome);
  }

  postpone(number: number, input: string, detail: string, isForgiven: boolean): Promise<Failure | undefined> {
    return postponeWork(this.#state, number, input, detail, isForgiven);
  }

  /** Does what is due. What fails is done again a minute later: the runtime itself would try for some minutes only. */
  override async alarm(): Promise<void> {
    try {
      await this.#wake();
    } catch (error) {
      console.error(JSON.stringify({ batch: 'alarm', error: String(error) }));
      await this.ctx.storage.setAlarm(Date.now() + REST_MS);
    }
  }

  async #wake(): Promise<void> {
    const state = this.#state;
    const kept = state.kept();
    if (!kept) return;
    const isOver = state.expires(kept) <= Date.now();
    if (kept.state === 'removing') return removeAll(state, kept.id);
    if (isOver && kept.state !== 'running') return beginRemoval(state, kept);
    if (isOver) await giveUp(state, kept);
    else if (kept.state === 'running') {
      await sendOverdue(state);
      await fillWindow(state);
    }
    await sendLetters(state);
    await callReceiver(state);
    await sleep(state);
  }
}
