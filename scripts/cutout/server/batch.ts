import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { isPictureName, type NewBatch, type Result } from '../../../shared/contracts/batches.ts';
import { reportOf } from '../../../shared/errors.ts';
import { type Input, type Inputs, STANDARD } from '../files/inputs.ts';
import { readInput } from '../files/read.ts';
import { writeResult } from '../files/write.ts';
import { UsageError } from '../options.ts';
import { type Plan, pathsOf } from '../plan.ts';
import { createProgress } from '../progress.ts';
import { type Outcome, tell } from '../report.ts';
import { forEach } from '../run.ts';
import { type Api, createApi, Declined } from './api.ts';

/** How many pictures are sent, and results fetched, at once. */
const LANES = 4;

/** How long to wait for more results: longer each time that there are none, in milliseconds. */
const SHORTEST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

type Tell = (what: string, outcome: Outcome) => void;

const errorOf = (thrown: unknown): Outcome => ({
  error: thrown instanceof Declined ? { code: thrown.code, message: thrown.message } : reportOf(thrown),
});

/** Pictures by the names that a batch has for them. */
type Named = ReadonlyMap<string, Input>;

/**
 * Has pictures cut out by a Worker: sends them, waits, and writes what comes back. The same pictures and wishes find the same batch again,
 * so a command that was stopped goes on where it was; with `--force` there is a new one.
 *
 * @returns whether nothing failed.
 */
export async function cutOnServer(plan: Plan, { photos, nothing }: Inputs, server: Parameters<typeof createApi>[0]) {
  const named = nameAll(photos);
  const failed = new Set<string>(nothing);
  const tellAll: Tell = (what, outcome) => {
    if ('error' in outcome) failed.add(what);
    tell(plan, what, outcome);
  };
  for (const word of nothing) {
    tellAll(word, { error: { code: 'unreachable', message: 'There is no picture here; check the name.' } });
  }
  try {
    const api = createApi(server);
    const wanted = wantedOf(plan);
    const { id, state } = await api.create(wanted, await keyOf(plan, wanted, named));
    if (state === 'open') {
      await sendAll(api, id, named, tellAll);
      if ((await api.status(id)).pictures.all === 0) return false;
      await api.start(id);
    }
    await fetchAll(api, id, named, plan, tellAll);
  } catch (thrown) {
    tellAll(server.url, errorOf(thrown));
  }
  return failed.size === 0;
}

/** Names that differ: a picture's own, where it can be, else with its number. */
function nameAll(photos: readonly Input[]): Named {
  const named = new Map<string, Input>();
  for (const [at, input] of photos.entries()) {
    if (input.path === STANDARD) throw new UsageError('--server takes files and folders, not the standard input.');
    const own = basename(input.path);
    const ways = [own, `${at + 1} ${own}`, `${at + 1}${extname(own)}`];
    named.set(ways.find((name) => isPictureName(name) && !named.has(name)) ?? String(at + 1), input);
  }
  return named;
}

function wantedOf({ outputs: [{ kind, encoding }], wishes }: Plan): NewBatch {
  return {
    options: {
      output: kind,
      model: wishes.model as 'lite' | 'portrait-s',
      format: encoding.format,
      size: 'auto',
      ...(wishes.on !== undefined && { background: wishes.on }),
      ...shadowOf(wishes),
    },
  };
}

const shadowOf = ({ shadow }: Plan['wishes']): Pick<NonNullable<NewBatch['options']>, 'shadow' | 'shadow_opacity'> => ({
  ...(shadow && { shadow: shadow.kind }),
  ...(shadow?.opacity !== undefined && { shadow_opacity: `${(100 * shadow.opacity).toFixed(2)}%` }),
});

/** The same for the same files, as they are now, and wishes. */
async function keyOf({ wishes }: Plan, wanted: NewBatch, named: Named): Promise<string> {
  if (wishes.force) return randomUUID();
  const hash = createHash('sha256').update(JSON.stringify(wanted));
  for (const { path } of named.values()) {
    const found = await stat(path).catch(() => undefined);
    hash.update(JSON.stringify([resolve(path), found?.size, found?.mtimeMs]));
  }
  return hash.digest('hex');
}

async function sendAll(api: Api, id: string, named: Named, tellAll: Tell) {
  const left = new Map(named);
  for (let cursor = '', isLast = false; !isLast; ) {
    const page = await api.sent(id, cursor);
    for (const { name } of page.pictures) left.delete(name);
    ({ cursor, isLast } = page);
  }
  const progress = createProgress(left.size, process.stderr);
  await forEach(left, LANES, async ([name, { path }]) => {
    try {
      await api.send(id, name, await readInput(path));
    } catch (thrown) {
      progress.clear();
      tellAll(path, errorOf(thrown));
    }
    progress.done();
  });
}

/** Writes results as they come, until the batch has ended. What is there already, at its length, is not fetched again. */
async function fetchAll(api: Api, id: string, named: Named, plan: Plan, tellAll: Tell): Promise<void> {
  // Of pictures with one name the first given has the first name, whichever is done first.
  for (const input of named.values()) pathsOf(plan, input);
  const progress = createProgress((await api.status(id)).pictures.all, process.stderr);
  const fetchOne = async (result: Result) => {
    const input = named.get(result.name);
    if (!input) return;
    const [{ path }] = pathsOf(plan, input);
    try {
      if (result.state === 'failed') throw new Declined(result.reason, result.detail);
      const there = await stat(path).catch(() => undefined);
      if (there?.size !== result.bytes) await writeResult(path, await api.fetch(result.href));
      progress.clear();
      tellAll(input.path, { fetched: [path], person: result.person });
    } catch (thrown) {
      progress.clear();
      tellAll(input.path, errorOf(thrown));
    }
    progress.done();
  };
  let wait = SHORTEST_WAIT_MS;
  for (let cursor = '', isLast = false; !isLast; ) {
    const page = await api.results(id, cursor);
    await forEach(page.results, LANES, fetchOne);
    ({ cursor, isLast } = page);
    wait = page.results.length > 0 ? SHORTEST_WAIT_MS : Math.min(2 * wait, LONGEST_WAIT_MS);
    if (!isLast) await after(wait);
  }
}
