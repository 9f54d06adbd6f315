import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readArguments } from '../../../scripts/cutout/arguments.ts';
import { findInputs } from '../../../scripts/cutout/files/inputs.ts';
import type { Done, Job } from '../../../scripts/cutout/job.ts';
import { planFor } from '../../../scripts/cutout/plan.ts';
import { cutAndTell } from '../../../scripts/cutout/run.ts';
import type { Line } from '../command.ts';
import { room } from './room.ts';

const done = { width: 1, height: 1, model: 'lite', backend: 'wasm', person: 'yes', confidence: 1, milliseconds: {} };

/** Runs the command with `--skip-existing`; a result is its photograph's bytes. Answers what was cut out. */
async function run(...words: string[]): Promise<string[]> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  said.mockClear();
  const wishes = readArguments([...words, '--skip-existing', '--json'])!;
  const inputs = await findInputs(wishes.photos, wishes.recursive);
  const plan = await planFor(wishes, inputs);
  const pool = {
    run: async ({ bytes }: Job): Promise<Done> => ({ ...(done as Omit<Done, 'results'>), results: [bytes] }),
    close: async () => {},
  };
  for (const input of inputs.photos) expect(await cutAndTell(input, plan, pool)).toBe(true);
  const lines = said.mock.calls.map(([line]) => JSON.parse(line) as Line);
  return lines.flatMap(({ written }) => written.map((path) => basename(path)));
}

test('a photograph that comes beside one of the same name has a result of its own', async () => {
  const folder = await room();
  const [from, to] = [join(folder, 'in'), join(folder, 'out')];
  await mkdir(from);
  await writeFile(join(from, 'a.png'), 'png');
  expect(await run(from, '-o', to)).toEqual(['a-cutout.png']);
  expect(await run(from, '-o', to)).toEqual([]);
  await writeFile(join(from, 'a.jpg'), 'jpg');
  await run(from, '-o', to);
  for (const ending of ['jpg', 'png']) expect(await readFile(join(to, `a.${ending}-cutout.png`), 'utf8')).toBe(ending);
  expect(await run(from, '-o', to)).toEqual([]);
});

test('whose result a numbered one is depends on what is given: none is left out', async () => {
  const folder = await room();
  const [first, second] = ['b', 'a'].map((name) => join(folder, name, 'her.png'));
  for (const photo of [first, second]) {
    await mkdir(join(photo, '..'));
    await writeFile(photo, photo);
  }
  const to = join(folder, 'out/');
  await run(first, '-o', to);
  await run(second, first, '-o', to);
  expect(await readFile(join(to, 'her-cutout.png'), 'utf8')).toBe(second);
  expect(await readFile(join(to, 'her-2-cutout.png'), 'utf8')).toBe(first);
});
