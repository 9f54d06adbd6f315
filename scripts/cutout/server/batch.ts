import { stat } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import type { Result } from '../../../shared/contracts/batches.ts';
import { reportOf } from '../../../shared/errors.ts';
import type { Inputs } from '../files/inputs.ts';
import { readInput } from '../files/read.ts';
import { writeResult } from '../files/write.ts';
import { type Plan, pathsOf } from '../plan.ts';
import { createProgress } from '../progress.ts';
import { type Outcome, tell } from '../report.ts';
import { forEach } from '../run.ts';
import { type Api, createApi, Declined } from './api.ts';
import { keyOf, type Named, nameAll, wantedOf } from './request.ts';

/** How many pictures are sent, and results fetched, at once. */
const LANES = 4;

/** How long to wait for more results: longer each time that there are none, in milliseconds. */
const SHORTEST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

type Tell = (what: string, outcome: Outcome) => void;

const errorOf = (thrown: unknown): Outcome => ({
  error: thrown instanceof Declined ? { code: thrown.code, message: thrown.message } : reportOf(thrown),
});

/**
 * Has pictures cut out by a Worker: sends them, waits, and writes what comes back. The same pictures and wishes find the same batch again,
 * so a command that was stopped goes on where it was; with `--force` there is a new one.
 *
 * @returns whether nothing failed.
 */
export async function cutOnServer(plan: Plan, { photos, nothing }: Inputs, server: Parameters<typeof createApi>[0]) {
  const failed = new Set<string>();
  const tellAll: Tell = (what, outcome) => {
    if ('error' in outcome) failed.add(what);
    tell(plan, what, outcome);
  };
  for (const [word, message] of nothing) tellAll(word, { error: { code: 'unreachable', message } });
  try {
    const api = createApi(server);
    for (let named = nameAll(photos); named.size > 0; ) named = await takeBatch(api, plan, named, tellAll);
  } catch (thrown) {
    tellAll(server.url, errorOf(thrown));
  }
  return failed.size === 0;
}

/**
 * Makes the batch of these pictures and sees it through, or the one that an earlier run made.
 *
 * @returns those that the earlier run could not send: they need a batch of their own.
 */
async function takeBatch(api: Api, plan: Plan, named: Named, tellAll: Tell): Promise<Named> {
  const wanted = wantedOf(plan);
  const { id, state } = await api.create(wanted, await keyOf(plan, wanted, named));
  const isNew = state === 'open';
  const unsent = isNew ? await sendAll(api, id, named, tellAll) : new Set();
  if (isNew && (await api.status(id)).pictures.all === 0) {
    await api.remove(id);
    return new Map();
  }
  if (isNew) await api.start(id);
  const ended = await fetchAll(api, id, named, plan, tellAll);
  const left = new Map([...named].filter(([name]) => !ended.has(name) && !unsent.has(name)));
  if (!isNew && left.size < named.size) return left;
  for (const { path } of left.values()) {
    tellAll(path, errorOf(new Declined('missing', 'The server has no result of it; --force makes a new batch.')));
  }
  return new Map();
}

/** @returns the names of those that could not be sent. */
async function sendAll(api: Api, id: string, named: Named, tellAll: Tell): Promise<ReadonlySet<string>> {
  const unsent = new Set<string>();
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
      unsent.add(name);
      progress.clear();
      tellAll(path, errorOf(thrown));
    }
    progress.done();
  });
  return unsent;
}

/**
 * Writes results as they come, until the batch has ended. What an earlier run fetched is not fetched again, but with `--force`.
 *
 * @returns the names of the pictures that ended, well or not.
 */
async function fetchAll(api: Api, id: string, named: Named, plan: Plan, tellAll: Tell): Promise<ReadonlySet<string>> {
  const ended = new Set<string>();
  const { created, pictures } = await api.status(id);
  const progress = createProgress(pictures.all, process.stderr);
  const fetchOne = async (result: Result) => {
    const input = named.get(result.name);
    if (!input) return;
    ended.add(result.name);
    const [{ path }] = pathsOf(plan, input);
    try {
      if (result.state === 'failed') throw new Declined(result.reason, result.detail);
      const there = await stat(path).catch(() => undefined);
      // An older one is the result of something else, also where it has this length.
      const isFetched = there?.size === result.bytes && there.mtimeMs >= Date.parse(created) && !plan.wishes.force;
      if (!isFetched) await writeResult(path, await api.fetch(result.href));
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
  return ended;
}
