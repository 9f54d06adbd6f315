import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readArguments, type Wishes } from './cutout/arguments.ts';
import { findInputs, type Inputs } from './cutout/files/inputs.ts';
import { removeUnfinished } from './cutout/files/write.ts';
import { bringModels } from './cutout/models.ts';
import { SEE_HELP, USAGE, UsageError } from './cutout/options.ts';
import { type Plan, planFor } from './cutout/plan.ts';
import { createPool, type Pool } from './cutout/pool.ts';
import { createProgress } from './cutout/progress.ts';
import { tell } from './cutout/report.ts';
import { cutAndTell, forEach } from './cutout/run.ts';
import { cutOnServer } from './cutout/server/batch.ts';
import { arrivals } from './cutout/watch.ts';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
const LOOK_AGAIN_MS = 500;

/** `npm run` starts in the package's folder; people mean the one that they are in. */
function goWhereThePersonIs(): void {
  const { INIT_CWD, npm_lifecycle_event, npm_package_json } = process.env;
  if (!INIT_CWD || npm_lifecycle_event !== 'cutout' || !npm_package_json) return;
  const own = fileURLToPath(new URL('../package.json', import.meta.url));
  if (readFileSync(npm_package_json, 'utf8') === readFileSync(own, 'utf8')) process.chdir(INIT_CWD);
}

/** From now on a signal removes what is half written, then ends the command itself: a shell's loop around it ends too. */
function leaveNothingHalf(): void {
  for (const signal of SIGNALS) {
    // An orderly exit would wait for every thread to come to the end of its network, for seconds.
    process.once(signal, () => {
      removeUnfinished();
      process.kill(process.pid, signal);
    });
  }
}

function poolFor({ wishes, on, own }: Plan, most: number): Pool {
  const size = Math.min(wishes.jobs, most);
  const threads = Math.max(1, Math.min(4, Math.floor(availableParallelism() / size)));
  const setting = async () => {
    const models = await bringModels();
    // Building networks keeps this thread busy for seconds, and writes nothing of the person's: there a signal ends at once.
    leaveNothingHalf();
    const { model: network, outlines: quality, part, everyone, shadow, skipUnsure, frames } = wishes;
    return { models, network, own, quality, part, everyone, on, shadow, skipUnsure, frames, threads };
  };
  // Somebody who started without a connection may have one when the next photograph comes.
  return createPool(size, setting, wishes.watch !== undefined);
}

/** Cuts out what was given; true when nothing failed. */
async function cutAll(plan: Plan, { photos, nothing }: Inputs): Promise<boolean> {
  let failed = nothing.size;
  for (const [word, message] of nothing) tell(plan, word, { error: { code: 'unreachable', message } });
  const pool = poolFor(plan, Math.max(1, photos.length));
  const progress = createProgress(photos.length, process.stderr);
  // One more than there are threads: a file is read while the others are worked on. Frames keep their order.
  const lanes = plan.wishes.frames ? 1 : Math.min(plan.wishes.jobs, photos.length) + 1;
  await forEach(photos, lanes, async (input) => {
    if (!(await cutAndTell(input, plan, pool, progress.clear))) failed++;
    progress.done();
  });
  await pool.close();
  return failed === 0;
}

/** Cuts out what is in a folder and has no result yet, then whatever comes into it or changes, until a signal ends it. */
async function watch(plan: Plan, folder: string, { nothing }: Inputs): Promise<never> {
  const pool = poolFor(plan, Number.POSITIVE_INFINITY);
  console.error(`Watching ${folder}; Ctrl-C ends it. ${nothing.get(folder) ?? ''}`.trimEnd());
  for await (const { inputs, wereThere } of arrivals(folder, plan.wishes.recursive, () => after(LOOK_AGAIN_MS))) {
    for (const { path } of inputs) plan.photographs.add(path);
    const { force, skipExisting } = plan.wishes;
    const now = { ...plan, wishes: { ...plan.wishes, skipExisting: skipExisting || (wereThere && !force) } };
    await forEach(inputs, plan.wishes.jobs + 1, async (input) => {
      await cutAndTell(input, now, pool);
    });
  }
  throw new Error('The watch ended.');
}

async function read(argv: string[]): Promise<{ wishes: Wishes; inputs: Inputs; plan: Plan } | undefined> {
  const wishes = readArguments(argv);
  if (!wishes) return undefined;
  const given = wishes.watch === undefined ? wishes.photos : [wishes.watch];
  const inputs = await findInputs(given, wishes.recursive);
  if (wishes.watch !== undefined && !inputs.folders) {
    throw new UsageError(`--watch ${wishes.watch}: there is no such folder.`);
  }
  return { wishes, inputs, plan: await planFor(wishes, inputs) };
}

async function main(argv: string[]): Promise<number> {
  goWhereThePersonIs();
  // Whoever was to read an output has gone, as `head` does: nothing more is of use.
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', () => {
      removeUnfinished();
      process.exit(1);
    });
  }
  let asked: Awaited<ReturnType<typeof read>>;
  try {
    asked = await read(argv);
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : thrown}\n\n${SEE_HELP}`);
    return 2;
  }
  if (!asked) {
    console.log(USAGE);
    return 0;
  }
  const { wishes, inputs, plan } = asked;
  if (wishes.watch !== undefined) return watch(plan, wishes.watch, inputs);
  if (wishes.server) {
    leaveNothingHalf();
    return (await cutOnServer(plan, inputs, wishes.server)) ? 0 : 1;
  }
  return (await cutAll(plan, inputs)) ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
