import type { Bindings } from '../../../bindings.ts';
import { type BatchBindings, type BatchSettings, batchBindings, settingsOf } from '../../settings.ts';
import { Pictures } from './pictures.ts';
import { expiresAt, type Kept, type Told, tell } from './record.ts';

/** What a batch's object has in its storage, and what it is set up with. */
export class BatchState {
  readonly pictures: Pictures;
  readonly settings: BatchSettings;

  constructor(
    readonly storage: DurableObjectStorage,
    readonly env: Bindings,
  ) {
    this.pictures = new Pictures(storage.sql);
    this.settings = settingsOf(env);
  }

  /** @throws ProblemError `not-implemented` where something is not set up. */
  get bindings(): BatchBindings {
    return batchBindings(this.env);
  }

  /** The batch as it is kept; undefined where there is none. */
  kept(): Kept | undefined {
    return this.storage.kv.get<Kept>('batch');
  }

  keep(kept: Kept): void {
    this.storage.kv.put('batch', kept);
  }

  /** The batch, if it runs. */
  running(): Kept | undefined {
    const kept = this.kept();
    return kept?.state === 'running' ? kept : undefined;
  }

  /** The batch, if it is this owner's. */
  ownedBy(owner: string): Kept | undefined {
    const kept = this.kept();
    return kept?.owner === owner && kept.state !== 'removing' ? kept : undefined;
  }

  expires(kept: Kept): number {
    return expiresAt(kept, this.settings);
  }

  tell(kept: Kept): Told {
    return tell(kept, this.settings);
  }

  /** Sees to it that the alarm rings by then. */
  async wakeBy(time: number): Promise<void> {
    const set = await this.storage.getAlarm();
    if (set === null || set > time) await this.storage.setAlarm(time);
  }
}
