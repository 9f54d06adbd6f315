import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { isHeldOut } from '../models/evaluate/held-out.ts';
import { type Presence, presenceIn, viewsOf } from '../models/evaluate/presence.ts';
import { balanced, type Example, fitLogistic, score } from '../models/logistic.ts';
import { buildModels, DIST } from '../models/main.ts';
import type { Engine } from '../shared/inference/engine.ts';
import { decode } from '../shared/node/decode.ts';
import { createNodeEngine } from '../shared/node/node-engine.ts';
import { FACE } from '../shared/person/decide.ts';
import { coarseMatte } from '../shared/pipeline/coarse.ts';
import { endWithUsage, readOptions } from './common/options.ts';

const USAGE = `Refits the no-person rule and prints how well it and the present one do.

  npm run gate -- --people DIR [--people DIR…] --nobody DIR [--held-out N]

Of the people's pictures --held-out takes the one in N that models/train left out.`;

interface Judged extends Example, Presence {
  readonly name: string;
  /** Whether a person is surely there by lite and a face alone. */
  readonly isSureByLite: boolean;
}

const FOLDS = 5;
const MOST_NAMES = 10;
const isPicture = (name: string) => /\.(jpe?g|png|webp)$/i.test(name) && !name.includes('.mask.');

async function judge(path: string, positive: boolean, engine: Engine): Promise<Judged> {
  const picture = await decode(await readFile(path));
  const presence = await presenceIn(await viewsOf(picture, engine));
  const { person } = await coarseMatte(picture, engine, { network: 'lite' });
  return { name: basename(path), positive, ...presence, isSureByLite: person === 'yes' };
}

const share = (some: readonly Judged[], isMeant: (one: Judged) => boolean) =>
  `${some.filter(isMeant).length} of ${some.length} (${((100 * some.filter(isMeant).length) / some.length).toFixed(1)} %)`;

const values = readOptions(
  {
    people: { type: 'string', multiple: true },
    nobody: { type: 'string', multiple: true },
    'held-out': { type: 'string', default: '0' },
  },
  USAGE,
);
if (!values.people || !values.nobody) endWithUsage(USAGE);

await buildModels();
const engine = await createNodeEngine(DIST);
const judged: Judged[] = [];
for (const [folders, positive, heldOut] of [
  [values.people, true, Number(values['held-out'])],
  [values.nobody, false, 0],
] as const) {
  for (const folder of folders) {
    const names = readdirSync(folder).filter(isPicture);
    for (const name of names.filter((each) => isHeldOut(folder, parse(each).name, heldOut))) {
      judged.push(await judge(join(folder, name), positive, engine));
    }
  }
}

const people = judged.filter(({ positive }) => positive);
const nobody = judged.filter(({ positive }) => !positive);
if (people.length === 0) endWithUsage(USAGE, 'There is no picture of people to judge.');
if (nobody.length === 0) endWithUsage(USAGE, 'There is no picture of nobody to judge.');
const namesOf = (some: readonly Judged[], isMeant: (one: Judged) => boolean) =>
  `${share(some, isMeant)} ${some
    .filter(isMeant)
    .map(({ name }) => name)
    .slice(0, MOST_NAMES)
    .join(' ')}`;
console.log(`the present rule: people not told a sure yes ${namesOf(people, ({ isSure }) => !isSure)}`);
console.log(`                  if no face were seen ${share(people, ({ isSureFaceless }) => !isSureFaceless)}`);
console.log(`                  nobody recognised ${share(nobody, ({ isSure }) => !isSure)}`);
console.log(`                  taken for a person ${namesOf(nobody, ({ isSure }) => isSure)}`);
console.log(`lite and face:    people not told a sure yes ${namesOf(people, ({ isSureByLite }) => !isSureByLite)}`);
console.log(`                  nobody recognised ${share(nobody, ({ isSureByLite }) => !isSureByLite)}`);
for (const odds of [1, FACE, 2]) {
  const sees = ({ face }: Judged) => face > odds;
  console.log(`a face above ${odds.toFixed(1)}: people ${share(people, sees)}, nobody ${share(nobody, sees)}`);
}

const usable = judged.filter(({ isWeighable }) => isWeighable);
const { bias, weights } = fitLogistic(balanced(usable));
console.log(
  `refitted: bias ${bias.toFixed(2)}, liteDoubt, nearDoubt, agreement ${weights.map((w) => w.toFixed(2)).join(', ')}`,
);

const rules = Array.from({ length: FOLDS }, (_, fold) =>
  fitLogistic(balanced(judged.filter((one, i) => i % FOLDS !== fold && one.isWeighable))),
);
const scores = new Map(
  judged.map((one, i) => [one, one.isWeighable ? score(rules[i % FOLDS], one.features) : -Infinity]),
);
console.log('The table leaves out that a lower score is enough where the log-odds of a person are high.');
console.log(
  `Each picture judged by a rule whose weights never saw it (${FOLDS} folds), with a face and by the mattes alone:`,
);
console.log(
  'sure above  people not told a sure yes / nobody recognised   by mattes: people not told a sure yes / nobody recognised',
);
for (let sure = -2; sure <= 2; sure += 0.25) {
  const unsure = (one: Judged) => scores.get(one)! <= sure;
  const refused = (one: Judged) => unsure(one) && one.face <= FACE;
  console.log(
    `${sure.toFixed(2).padStart(10)}  ${share(people, refused)} / ${share(nobody, refused)}   ${share(people, unsure)} / ${share(nobody, unsure)}`,
  );
}
process.exit(0);
