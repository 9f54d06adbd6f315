import { MAX_HELD_BYTES, MAX_WAITING_BYTES, READ_MS, STEP_BYTES, TURN_MS, TURN_WAIT_MS } from '../limits.ts';
import { ProblemError } from '../problems.ts';

/** Longer than any request lasts, its reading, its wait and its turn: what is held since before then was left by one that was ended from outside. */
const STALE_MS = READ_MS + TURN_WAIT_MS + TURN_MS;

/** What the bodies of one client may hold together where others need the room. */
const SHARE_BYTES = MAX_HELD_BYTES / 2;

/** The bytes that one request holds. */
export interface Holding {
  /** Whose request it is. */
  readonly client: string;
  readonly since: number;
  bytes: number;
  /** All that has arrived, and when it last came a step further. */
  arrived: number;
  movedAt: number;
  /** Set while its body arrives: drops what has arrived, and ends it as `busy`. */
  giveWay?: (() => void) | undefined;
}

const holdings = new Set<Holding>();

/** Bytes of answers that wait for their clients: they share the room with what requests hold. */
let waiting = 0;

/** Counts bytes of answers that wait, or with less than 0 that wait no more. */
export const addWaiting = (bytes: number): void => {
  waiting += bytes;
};

/** Whether so many more bytes of answers may wait. */
export const mayWait = (bytes: number): boolean =>
  waiting + bytes <= MAX_WAITING_BYTES && sum(() => true) + waiting + bytes <= MAX_HELD_BYTES;

/** Begins to count what a request of `client` holds; end it with `letGo`. */
export function hold(client: string): Holding {
  const since = Date.now();
  const holding = { client, since, bytes: 0, arrived: 0, movedAt: since };
  holdings.add(holding);
  return holding;
}

/** Ends the count of a request: its bytes are free. */
export const letGo = (holding: Holding): void => {
  holdings.delete(holding);
};

/** Notes that more of a request's body has arrived. */
export function move(holding: Holding, bytes: number): void {
  const steps = Math.floor(holding.arrived / STEP_BYTES);
  holding.arrived += bytes;
  if (Math.floor(holding.arrived / STEP_BYTES) > steps) holding.movedAt = Date.now();
}

/**
 * Counts more bytes to a holding. Where the isolate's requests together would hold too much, bodies that still arrive
 * give way: first those of clients beyond their share, and of these the one that has not moved for longest.
 *
 * @throws ProblemError `busy` when it is this one's turn to give way, or nobody can.
 */
export function add(holding: Holding, bytes: number): void {
  holding.bytes += bytes;
  while (sum(() => true) + waiting > MAX_HELD_BYTES) {
    const first = firstToGo();
    if (!first || first === holding) throw tooMany();
    holdings.delete(first);
    first.giveWay?.();
  }
}

/** The answer to whoever finds no room, or has to give way. */
export const tooMany = (): ProblemError =>
  new ProblemError('busy', 'Too many pictures are being sent at once; wait 2 seconds and try again.', {
    'Retry-After': '2',
  });

function firstToGo(): Holding | undefined {
  const excess = ({ client }: Holding) => Number(sum((one) => one.client === client) > SHARE_BYTES);
  return [...holdings]
    .filter(({ giveWay, bytes }) => giveWay && bytes > 0)
    .sort((a, b) => excess(b) - excess(a) || a.movedAt - b.movedAt)[0];
}

/** The bytes of all holdings of a kind. */
function sum(isMeant: (holding: Holding) => boolean): number {
  let bytes = 0;
  for (const one of holdings) {
    if (Date.now() - one.since > STALE_MS) holdings.delete(one);
    else if (isMeant(one)) bytes += one.bytes;
  }
  return bytes;
}
