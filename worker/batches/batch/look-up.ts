import type { Failure } from '../outcome.ts';
import type { Found, Page, Refusal, Taken } from './state/record.ts';
import { NOT_FOUND } from './state/refusals.ts';
import type { BatchState } from './state/state.ts';

/** What became of pictures. @param after the order of the last one that is known. */
export function lookUpResults(state: BatchState, owner: string, after: number, most: number): Page | Refusal {
  const kept = state.ownedBy(owner);
  if (!kept) return NOT_FOUND;
  const rows = state.pictures.endedAfter(after, most);
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

/** Which pictures it was sent. @param after the number of the last one that is known. */
export function lookUpTaken(state: BatchState, owner: string, after: number, most: number): Taken | Refusal {
  if (!state.ownedBy(owner)) return NOT_FOUND;
  const rows = state.pictures.takenAfter(after, most);
  return {
    pictures: rows.map(({ name, bytes, content }) => ({ name, bytes, sha256: content })),
    cursor: rows.at(-1)?.number ?? after,
    isLast: rows.length < most,
  };
}

/** Where the result of one picture is. */
export function lookUpResult(state: BatchState, owner: string, name: string): Found | Refusal {
  if (!state.ownedBy(owner)) return NOT_FOUND;
  const row = state.pictures.named(name);
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
