import type { PictureRow } from './state/pictures.ts';
import type { Message } from './state/record.ts';
import type { BatchState } from './state/state.ts';

/** Most messages that a queue takes at a time. */
const MOST_MESSAGES = 100;

/** A batch of so many pictures has a queue of its own kind, where one is bound: it does not stand behind large ones. */
const SMALL_PICTURES = 100;

/** Sends for so many more pictures as the window has room for: a large batch leaves room for others in the queue. */
export async function fillWindow(state: BatchState): Promise<void> {
  const kept = state.running();
  if (!kept) return;
  const room = Math.min(state.settings.window - kept.counts.queued, MOST_MESSAGES);
  if (room <= 0) return;
  const rows = state.pictures.some('waiting', room);
  if (rows.length === 0) return;
  kept.counts.waiting -= rows.length;
  kept.counts.queued += rows.length;
  state.keep(kept);
  await send(state, rows);
}

/** Sends again for pictures that should be back: their message, consumer or isolate got lost. */
export async function sendOverdue(state: BatchState): Promise<void> {
  const overdue = state.pictures.overdue(Date.now(), MOST_MESSAGES);
  if (overdue.length > 0) await send(state, overdue);
}

/** Sends for pictures. What does not reach the queue is sent again when it is due. */
export async function send(state: BatchState, rows: readonly PictureRow[], delaySeconds = 0): Promise<void> {
  const kept = state.running();
  if (!kept) return;
  const { id, counts } = kept;
  const isSmall = counts.waiting + counts.queued + counts.done + counts.failed <= SMALL_PICTURES;
  const due = Date.now() + delaySeconds * 1000 + state.settings.patienceMs;
  for (const { number } of rows) state.pictures.queue(number, due);
  await state.wakeBy(due);
  const messages = rows.map(({ number }) => ({
    body: { batch: id, picture: number, small: isSmall } satisfies Message,
  }));
  const { BATCH_QUEUE, BATCH_SMALL_QUEUE = BATCH_QUEUE } = state.bindings;
  const queue = isSmall ? BATCH_SMALL_QUEUE : BATCH_QUEUE;
  await queue.sendBatch(messages, { delaySeconds }).catch((error: unknown) => {
    console.error(JSON.stringify({ batch: 'send', error: String(error) }));
  });
}
