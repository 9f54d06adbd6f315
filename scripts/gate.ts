import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { isHeldOut } from '../models/evaluate/held-out.ts';
import { balanced, type Example, fitLogistic, score } from '../models/logistic.ts';
import { buildModels, DIST } from '../models/main.ts';
import type { Picture } from '../shared/image/picture.ts';
import type { Engine } from '../shared/inference/engine.ts';
import { decode } from '../shared/node/decode.ts';
import { createNodeEngine } from '../shared/node/engine.ts';
import { decide, FACE } from '../shared/person/decide.ts';
import type { Evidence } from '../shared/person/evidence.ts';
import { coarseMatte } from '../shared/pipeline/coarse.ts';
import { endWithUsage, readOptions } from './options.ts';

const USAGE = `Refits the no-person rule and prints how well it and the present one do.

  npm run gate -- --people DIR [--people DIR…] --nobody DIR [--held-out N]

Of the people's pictures --held-out takes the one in N that models/train left out.`;

interface Judged extends Example {
  readonly name: string;
  readonly blank: boolean;
  /** Log-odds of the surest face. */
  readonly face: number;
  /** What the rule says, what it would if no face were seen, and what lite and the face say. */
  readonly kept: boolean;
  readonly keptFaceless: boolean;
  readonly keptByLite: boolean;
}

const FOLDS = 5;
const MOST_NAMES = 10;
const isPicture = (name: string) => /\.(jpe?g|png|webp)$/i.test(name) && !name.includes('.mask.');
const featuresOf = (evidence: Evidence) => [evidence.liteDoubt, evidence.nearDoubt, evidence.agreement];

/** What speaks for a person in a picture: of several views' the one with the least doubt. */
async function evidenceOf(picture: Picture, engine: Engine): Promise<{ evidence: Evidence; face: number }> {
  const found: { evidence: Evidence; face: number }[] = [];
  await coarseMatte(
    picture,
    engine,
    {},
    {
      onEvidence: async (evidence, faceOdds) => {
        const face = await faceOdds();
        if (face === undefined) throw new Error('The face network does not run here.');
        found.push({ evidence, face });
      },
    },
  );
  return found.reduce((best, one) => (one.evidence.nearDoubt < best.evidence.nearDoubt ? one : best));
}

async function judge(path: string, positive: boolean, engine: Engine): Promise<Judged> {
  const picture = await decode(await readFile(path));
  const { evidence, face } = await evidenceOf(picture, engine);
  const blank = evidence.isNearBlank;
  return {
    name: basename(path),
    features: featuresOf(evidence),
    positive,
    blank,
    face,
    kept: (await decide(evidence, async () => face)).person === 'yes',
    keptFaceless: (await decide(evidence, async () => Number.NEGATIVE_INFINITY)).person === 'yes',
    keptByLite: (await coarseMatte(picture, engine, { network: 'lite' })).person === 'yes',
  };
}

const share = (some: readonly Judged[], holds: (one: Judged) => boolean) =>
  `${some.filter(holds).length} of ${some.length} (${((100 * some.filter(holds).length) / some.length).toFixed(1)} %)`;

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
const namesOf = (some: readonly Judged[], holds: (one: Judged) => boolean) =>
  `${share(some, holds)} ${some
    .filter(holds)
    .map(({ name }) => name)
    .slice(0, MOST_NAMES)
    .join(' ')}`;
console.log(`the present rule: people not told a sure yes ${namesOf(people, ({ kept }) => !kept)}`);
console.log(`                  if no face were seen ${share(people, ({ keptFaceless }) => !keptFaceless)}`);
console.log(`                  nobody recognised ${share(nobody, ({ kept }) => !kept)}`);
console.log(`                  taken for a person ${namesOf(nobody, ({ kept }) => kept)}`);
console.log(`lite and face:    people not told a sure yes ${namesOf(people, ({ keptByLite }) => !keptByLite)}`);
console.log(`                  nobody recognised ${share(nobody, ({ keptByLite }) => !keptByLite)}`);
for (const odds of [1, FACE, 2]) {
  const sees = ({ face }: Judged) => face > odds;
  console.log(`a face above ${odds.toFixed(1)}: people ${share(people, sees)}, nobody ${share(nobody, sees)}`);
}

const usable = judged.filter(({ blank }) => !blank);
const { bias, weights } = fitLogistic(balanced(usable));
console.log(
  `refitted: bias ${bias.toFixed(2)}, liteDoubt, portraitDoubt, agreement ${weights.map((w) => w.toFixed(2)).join(', ')}`,
);

const rules = Array.from({ length: FOLDS }, (_, fold) =>
  fitLogistic(balanced(judged.filter((one, i) => i % FOLDS !== fold && !one.blank))),
);
const scores = new Map(judged.map((one, i) => [one, one.blank ? -Infinity : score(rules[i % FOLDS], one.features)]));
console.log(
  `Each picture judged by a rule whose weights never saw it (${FOLDS} folds), with a face and by the mattes alone:`,
);
console.log(
  'sure above  people not told a sure yes / nobody recognised   by mattes: people not told a sure yes / nobody recognised',
);
for (let sure = -2; sure <= 2; sure += 0.25) {
  const unsure = (one: Judged) => scores.get(one)! <= sure;
  const refused = (one: Judged) => unsure(one) && (one.blank || one.face <= FACE);
  console.log(
    `${sure.toFixed(2).padStart(10)}  ${share(people, refused)} / ${share(nobody, refused)}   ${share(people, unsure)} / ${share(nobody, unsure)}`,
  );
}
process.exit(0);
