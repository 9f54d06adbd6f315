import { sha256 } from '../shared/hash.ts';
import { type ServedCatalog, servedCatalogSchema } from '../shared/inference/own/served.ts';
import type { Bindings } from './bindings.ts';
import { ProblemError } from './problems.ts';
import { openModelFile } from './storage.ts';

/** The deployed catalog, checked, with the bytes it was read from and their SHA-256 in hex. */
export interface DeployedCatalog extends ServedCatalog {
  readonly bytes: ArrayBuffer;
  readonly sha256: string;
}

let loaded: Promise<DeployedCatalog> | undefined;

/**
 * Reads the catalog once per isolate; a failure is forgotten, so that the next request tries again.
 *
 * @throws ProblemError `unavailable` where no valid catalog is deployed.
 */
export function loadCatalog(bindings: Bindings): Promise<DeployedCatalog> {
  loaded ??= readCatalog(bindings).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function readCatalog(bindings: Bindings): Promise<DeployedCatalog> {
  const file = await openModelFile(bindings, 'catalog.json');
  const bytes = await file?.arrayBuffer();
  const parsed = servedCatalogSchema.safeParse(bytes && parseJson(bytes));
  if (!bytes || !parsed.success) {
    throw new ProblemError('unavailable', 'No valid catalog is deployed here; build the artifacts and deploy again.');
  }
  return { ...parsed.data, bytes, sha256: await sha256(bytes) };
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
