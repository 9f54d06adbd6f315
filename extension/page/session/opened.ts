import type { Acquired } from '../acquire/source.ts';
import type { SessionState } from './state.ts';

/** What was opened in the editor. */
export interface Opened {
  readonly state: SessionState;
  /** The very picture: the session may go on with a larger one. */
  readonly acquired: Acquired | undefined;
}

/** So many are known; of more, the oldest editors find their picture no longer. */
const MOST = 50;

/** By the names that the editor knows it by. */
const inEditor = new Map<string, Opened>();

/** A name for a picture that is opened in the editor, which finds its state again. */
export function placeOf(state: SessionState): string {
  const place = crypto.getRandomValues(new Uint32Array(4)).join('-');
  inEditor.set(place, { state, acquired: state.results.acquired });
  const [oldest] = inEditor.keys();
  if (inEditor.size > MOST) inEditor.delete(oldest);
  return place;
}

/** What was opened in the editor under this name. */
export const openedAt = (place: string): Opened | undefined => inEditor.get(place);
