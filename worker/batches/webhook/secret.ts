import type { NewBatch } from '../../../shared/contracts/batches.ts';

/** Where a batch's owner wants to be told that it has ended, and what that is signed with. */
export type Callback = NonNullable<NewBatch['callback']>;

/** What stands before a secret's base64. */
export const SECRET = 'whsec_';

/** The bytes of a secret; undefined for what is no base64. */
export function keyOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(secret.slice(SECRET.length)), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
