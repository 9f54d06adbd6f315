import type { Refusal } from './record.ts';

export const NOT_FOUND: Refusal = { refused: 'not-found', detail: 'There is no such batch of yours.' };

export const conflict = (detail: string): Refusal => ({ refused: 'conflict', detail });
