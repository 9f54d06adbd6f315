import type { R2Bucket } from '@cloudflare/workers-types';
import { type ZippedFile, zipStrips } from '../../codecs/zip.ts';
import { type Ended, type Failure, isFailure, type Outcome } from '../outcome.ts';
import { resultKey } from './store.ts';

/** Names that an archive has for the results of a type. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/webp': '.webp',
  'image/jpeg': '.jpg',
  'application/zip': '.zip',
};

/** Most bytes of results of one archive: a ZIP without extensions ends at 4 GiB, and a request's CPU time before that. */
const MOST_BYTES = 2 ** 30;

/** What one archive holds of a page: its beginning, as far as there is room, and one result at least. */
export function archived(rows: readonly Ended[]): readonly Ended[] {
  let bytes = 0;
  const end = rows.findIndex(({ outcome }, at) => {
    bytes += isFailure(outcome) ? 0 : outcome.bytes;
    return at > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

/**
 * Writes results as a ZIP, one after the other as its reader takes them, uncompressed, since they are compressed already. Names of
 * pictures without a result stand in `failed.json`. Ends early, so that the reader sees that it broke off, where a result is gone.
 */
export async function writeArchive(
  bucket: R2Bucket,
  batch: string,
  rows: readonly Ended[],
  to: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = to.getWriter();
  try {
    for await (const part of zipStrips(filesOf(bucket, batch, rows))) await writer.write(part);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => {});
  }
}

/** The files of an archive. @throws Error where a result has been removed. */
async function* filesOf(bucket: R2Bucket, batch: string, rows: readonly Ended[]): AsyncGenerator<ZippedFile> {
  const names = createNames();
  const failures: Record<string, Failure> = Object.create(null);
  for (const { name, content, outcome } of rows) {
    if (isFailure(outcome)) {
      failures[name] = outcome;
      continue;
    }
    const found = await bucket.get(resultKey(batch, content));
    if (!found) throw new Error('A result has been removed.');
    yield [names(name, outcome), () => found.body as unknown as ReadableStream<Uint8Array>];
  }
  if (Object.keys(failures).length > 0) {
    yield ['failed.json', () => [new TextEncoder().encode(JSON.stringify(failures, null, 2))]];
  }
}

/** Gives each result of an archive a name of its own: the picture's, with the ending of the result's type in place of its own. */
function createNames(): (name: string, outcome: Outcome) => string {
  const taken = new Set<string>();
  return (name, outcome) => {
    const ending = (isFailure(outcome) ? undefined : ENDINGS[outcome.type]) ?? '';
    let given = name.replace(/(?<=.)\.[^.]*$/, '') + ending;
    // Case makes no difference on some disks.
    for (let whole = name; taken.has(given.toLowerCase()); whole = given) given = whole + (ending || '_');
    taken.add(given.toLowerCase());
    return given;
  };
}
