import type { BatchBindings } from '../settings.ts';
import type { BatchOwner } from './batch-owner.ts';

/** A token's object as others call it. */
export interface OwnerStub {
  claim(...given: Parameters<BatchOwner['claim']>): Promise<boolean>;
  release(...given: Parameters<BatchOwner['release']>): Promise<void>;
}

/** @param owner SHA-256 of the token, in hex. */
export const openOwner = ({ BATCH_OWNERS }: Pick<BatchBindings, 'BATCH_OWNERS'>, owner: string): OwnerStub =>
  BATCH_OWNERS.get(BATCH_OWNERS.idFromName(owner)) as unknown as OwnerStub;
