import { existsSync } from 'node:fs';
import { reportOf } from '../../shared/errors.ts';
import type { Input } from './files/inputs.ts';
import { readInput } from './files/read.ts';
import { checkWritable, writeResult } from './files/write.ts';
import { type Plan, pathsOf } from './plan.ts';
import type { Pool } from './pool.ts';
import { type Outcome, tell } from './report.ts';

/** Cuts out one photograph, from its file to its results' files; what can't be written is found out first. */
async function cutFile(input: Input, plan: Plan, pool: Pool): Promise<Outcome> {
  const outputs = pathsOf(plan, input);
  const paths = outputs.map(({ path }) => path);
  const isThere = outputs.every(({ path, isShared }) => !isShared && existsSync(path));
  if (plan.wishes.skipExisting && isThere) return { skipped: paths };
  for (const path of paths) await checkWritable(path);
  const wanted = outputs.map(({ kind, encoding }) => ({ kind, encoding }));
  const { results, ...done } = await pool.run({ bytes: await readInput(input.path), wanted });
  const written: string[] = [];
  for (const [i, bytes] of results.entries()) {
    await writeResult(paths[i], bytes);
    written.push(paths[i]);
  }
  return { ...done, written };
}

/** Cuts out one photograph and tells what became of it; true unless it failed. Never throws. */
export async function cutAndTell(
  input: Input,
  plan: Plan,
  pool: Pool,
  before: () => void = () => {},
): Promise<boolean> {
  const outcome: Outcome = await cutFile(input, plan, pool).catch((thrown) => ({ error: reportOf(thrown) }));
  before();
  tell(plan, input.path, outcome);
  return 'skipped' in outcome || ('person' in outcome && outcome.person !== 'no');
}

/** Does `work` for every item, `most` at a time, in their order. */
export async function forEach<Item>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const next = items[Symbol.iterator]();
  const lane = async () => {
    for (let item = next.next(); !item.done; item = next.next()) await work(item.value);
  };
  await Promise.all(Array.from({ length: most }, lane));
}
