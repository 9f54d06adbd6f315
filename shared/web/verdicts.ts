import { clear, createStore, delMany, entries, get, keys, set } from 'idb-keyval';
import type { Verdicts } from '../inference/ladder.ts';

const store = () => createStore('matteo', 'verdicts');

/** Self-test verdicts in IndexedDB; where storage is closed to us the test simply runs each time. */
export function verdicts(): Verdicts {
  const opened = store();
  return {
    get: (key) => get<string>(key, opened).catch(() => undefined),
    set: (key, verdict) => set(key, verdict, opened).catch(() => {}),
  };
}

/** All that are remembered, by their keys: `''` passed, anything else why not. */
export const knownVerdicts = (): Promise<readonly [string, string][]> => entries<string, string>(store());

/** Forgets the verdicts of one network. */
export async function forgetVerdictsOf(sha256: string): Promise<void> {
  const known = await keys<string>(store());
  await delMany(
    known.filter((key) => key.includes(` ${sha256} `)),
    store(),
  );
}

/** Forgets every verdict: each device is tested anew. */
export const forgetVerdicts = (): Promise<void> => clear(store());
