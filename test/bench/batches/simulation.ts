/** What pictures come in, and what works on them. */
export interface Load {
  /** Pictures that come in a second, for so many seconds, in turn for each of so many batches that run at once. */
  readonly rate: number;
  readonly seconds: number;
  readonly batches: number;
  /** CPU time of a picture, in seconds. */
  readonly cpu: number;
  /** Most pictures of a batch in the queue at a time. */
  readonly window: number;
  /** Most consumers of a queue at once. */
  readonly consumers: number;
  /** Calls that an object takes in a second, of which a picture needs two while it is worked on. */
  readonly objectCalls: number;
  /** Messages that a queue takes in a second. */
  readonly messages: number;
}

export const PLACES = ['consumers', 'queue', 'object', 'window'] as const;
type Place = (typeof PLACES)[number];

/** What became of a load, over the second half of its time. */
export interface Simulated {
  /** Pictures that ended in a second. */
  readonly throughput: number;
  /** How busy each place was, from 0 to 1; of windows and objects the busiest. */
  readonly busy: Readonly<Record<Place, number>>;
  /** What gave way first, if not all that came was done: what is behind it had room. */
  readonly first: Place | undefined;
}

interface BatchAt {
  waiting: number;
  queued: number;
  freeAt: number;
  objectBusy: number;
  windowBusy: number;
  windowSince: number;
}

/** From which share of its time on a place counts as full. */
const FULL = 0.95;

/** Simulates batches event by event: pictures wait in their batch, in the queue, for a consumer and for their batch's object. */
export function simulate(load: Load): Simulated {
  const { rate, seconds, cpu, window, objectCalls, messages } = load;
  const from = seconds / 2;
  const schedule = createSchedule();
  const batches = Array.from(
    { length: load.batches },
    (): BatchAt => ({ waiting: 0, queued: 0, freeAt: 0, objectBusy: 0, windowBusy: 0, windowSince: 0 }),
  );
  const pending: BatchAt[] = [];
  let [next, free, queueFreeAt, done] = [0, load.consumers, 0, 0];
  let [queueBusy, consumersBusy] = [0, 0];
  /** How much of a time counts. */
  const counted = (begin: number, end: number) => Math.max(0, Math.min(end, seconds) - Math.max(begin, from));

  const setQueued = (batch: BatchAt, by: 1 | -1, now: number) => {
    batch.windowBusy += (batch.queued / window) * counted(batch.windowSince, now);
    batch.windowSince = now;
    batch.queued += by;
  };
  const call = (batch: BatchAt, now: number, then: (now: number) => void) => {
    const begin = Math.max(now, batch.freeAt);
    batch.freeAt = begin + 1 / objectCalls;
    batch.objectBusy += counted(begin, batch.freeAt);
    schedule.add(batch.freeAt, then);
  };
  const send = (batch: BatchAt, now: number) => {
    while (batch.waiting > 0 && batch.queued < window) {
      batch.waiting--;
      setQueued(batch, 1, now);
      const begin = Math.max(now, queueFreeAt);
      queueFreeAt = begin + 1 / messages;
      queueBusy += counted(begin, queueFreeAt);
      schedule.add(queueFreeAt, (at) => {
        pending.push(batch);
        work(at);
      });
    }
  };
  const work = (now: number) => {
    while (free > 0 && next < pending.length) {
      const batch = pending[next++];
      free--;
      call(batch, now, (begun) => {
        schedule.add(begun + cpu, (made) => {
          call(batch, made, (ended) => {
            consumersBusy += counted(now, ended);
            done += ended >= from && ended < seconds ? 1 : 0;
            free++;
            setQueued(batch, -1, ended);
            send(batch, ended);
            work(ended);
          });
        });
      });
    }
  };
  const arrive = (number: number) => {
    if (number >= rate * seconds) return;
    schedule.add(number / rate, (now) => {
      const batch = batches[number % batches.length];
      batch.waiting++;
      send(batch, now);
      arrive(number + 1);
    });
  };

  arrive(0);
  schedule.run(seconds);
  for (const batch of batches) setQueued(batch, 1, seconds);
  const busiest = (busyOf: (batch: BatchAt) => number) => Math.max(...batches.map(busyOf)) / from;
  const busy = {
    consumers: consumersBusy / (from * load.consumers),
    queue: queueBusy / from,
    object: busiest((batch) => batch.objectBusy),
    window: busiest((batch) => batch.windowBusy),
  };
  const throughput = done / from;
  const first = throughput < FULL * rate ? PLACES.find((place) => busy[place] >= FULL) : undefined;
  return { throughput, busy, first };
}

/** What happens when, in a binary heap. */
function createSchedule() {
  const heap: { at: number; then: (now: number) => void }[] = [];
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b], heap[a]];
  };
  return {
    add(at: number, then: (now: number) => void) {
      let place = heap.push({ at, then }) - 1;
      for (let parent = (place - 1) >> 1; place > 0 && heap[parent].at > at; parent = (place - 1) >> 1) {
        swap(place, parent);
        place = parent;
      }
    },
    run(until: number) {
      while (heap.length > 0 && heap[0].at < until) {
        const { at, then } = heap[0];
        const last = heap.pop() as (typeof heap)[number];
        if (heap.length > 0) {
          heap[0] = last;
          for (let place = 0; ; ) {
            const left = 2 * place + 1;
            const least = heap[left + 1]?.at < heap[left]?.at ? left + 1 : left;
            if (!(heap[least]?.at < last.at)) break;
            swap(place, least);
            place = least;
          }
        }
        then(at);
      }
    },
  };
}
