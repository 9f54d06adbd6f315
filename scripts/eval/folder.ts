import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { commitOf, type Entry, note } from '../../models/compare/history.ts';
import { measurePairs, numbersOf, type Overlap } from '../../models/compare/measure.ts';
import { expectSameSizes, expectWhitePeople, findPairs, hashOf } from '../../models/compare/pairs.ts';
import { Regressions } from '../../models/compare/regressions.ts';
import { openSubject, type Subject } from '../../models/compare/subject.ts';
import { deltasOf, toldOfOne, toldOfTwo } from '../../models/compare/told.ts';
import { buildModels, DIST, logBuilding } from '../../models/main.ts';
import { networkNamed } from '../common/network-name.ts';

/** What is measured on a folder of pictures and masks, and where it is written. */
export interface Wishes {
  /** One network, or two to compare: names of the product's, or files of one's own. */
  readonly networks: readonly string[];
  readonly alone: boolean;
  /** The results file. Default: `results.md` in the folder. */
  readonly log: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
}

/** Beginnings of hashes, as long as they are told. */
const SHOWN = 12;

/** Measures one network, or two side by side, on a folder of pictures and masks, and notes the numbers. */
export async function measureFolder(folder: string, { networks, alone, log, out, json }: Wishes): Promise<void> {
  const pairs = findPairs(folder);
  await expectSameSizes(pairs);
  await expectWhitePeople(pairs);
  const dataHash = (await hashOf(pairs)).slice(0, SHOWN);
  await buildModels({ log: logBuilding });
  const subjects: Subject[] = [];
  for (const name of networks) {
    const network = name.endsWith('.onnx') ? { file: name } : networkNamed(name);
    subjects.push(await openSubject(network, DIST, alone));
  }
  const regressions = new Regressions();
  let done = 0;
  const overlaps = await measurePairs(pairs, subjects, async (found, seen) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${++done} of ${pairs.length} `);
    if (out && subjects.length === 2) await regressions.see(found, seen);
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  for (const subject of subjects) await subject.dispose();

  const entries = subjects.map(
    ({ name, hash }, i): Entry => ({
      date: new Date().toISOString().slice(0, 10),
      commit: commitOf(import.meta.dirname),
      network: name,
      hash: hash.slice(0, SHOWN),
      data: basename(resolve(folder)),
      dataHash,
      numbers: numbersOf(overlaps[i]),
    }),
  );
  console.log(json ? JSON.stringify({ entries, pictures: overlaps }) : told(subjects, overlaps));
  const file = log ?? join(folder, 'results.md');
  for (const entry of entries) await note(file, entry);
  if (!out) return;
  await mkdir(out, { recursive: true });
  const deltas = overlaps.length === 2 ? deltasOf(overlaps[0], overlaps[1]) : undefined;
  await writeFile(join(out, 'results.json'), `${JSON.stringify({ entries, pictures: overlaps, deltas }, null, 2)}\n`);
  const drawn = await regressions.drawn();
  if (drawn) await writeFile(join(out, 'regressions.png'), drawn);
}

function told(subjects: readonly Subject[], overlaps: readonly Overlap[][]): string {
  if (subjects.length === 1) return toldOfOne(overlaps[0]);
  const [a, b] = subjects.map(({ name }) => name);
  const names = a === b ? ([`${a} (1)`, `${b} (2)`] as const) : ([a, b] as const);
  return toldOfTwo(names, overlaps[0], overlaps[1]);
}
