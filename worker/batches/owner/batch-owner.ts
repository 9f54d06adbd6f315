import { DurableObject } from 'cloudflare:workers';
import type { Bindings } from '../../bindings.ts';
import { settingsOf } from '../settings.ts';

/** Which batches of a token have not ended: when each was made, in milliseconds, by its id. */
type Claims = Record<string, number>;

/** One token: how many of its batches have not ended. */
export class BatchOwner extends DurableObject<Bindings> {
  /**
   * Takes a place for a batch. One that has a place keeps it.
   *
   * @returns whether there was room.
   */
  claim(id: string, now: number, most: number): boolean {
    // No batch is open or runs for longer, so a place that was never given back is free then.
    const longest = 2 * settingsOf(this.env).inputMs;
    const live = Object.entries(this.#claims).filter(([, since]) => since + longest > now);
    if (!live.some(([one]) => one === id)) {
      if (live.length >= most) return false;
      live.push([id, now]);
    }
    this.ctx.storage.kv.put('claims', Object.fromEntries(live));
    return true;
  }

  /** Gives a batch's place back. */
  release(id: string): void {
    const { [id]: released, ...others } = this.#claims;
    if (released !== undefined) this.ctx.storage.kv.put('claims', others);
  }

  get #claims(): Claims {
    return this.ctx.storage.kv.get<Claims>('claims') ?? {};
  }
}
