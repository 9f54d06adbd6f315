import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Example, fitLogistic, score } from '../models/logistic.ts';
import { buildModels, DIST } from '../models/main.ts';
import { MAX_INPUT_PIXELS } from '../shared/cutout.ts';
import type { Engine } from '../shared/engine.ts';
import { faceOdds } from '../shared/face.ts';
import { decode } from '../shared/node/decode.ts';
import { createNodeEngine } from '../shared/node/engine.ts';
import { drive } from '../shared/steps.ts';
import { type Evidence, FACE, isBlank, isPerson, liteSeesPerson, weigh } from '../shared/subject.ts';
import { inputSize, toTensor } from '../shared/tensor.ts';

const USAGE = `Refits the no-person rule and prints how well it and the present one do.

  npm run gate -- --people DIR [--people DIR…] --nobody DIR [--every N]

--every N takes each Nth picture of the people's folders.`;

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
const featuresOf = (evidence: Evidence) => [evidence.liteDoubt, evidence.portraitDoubt, evidence.agreement];

async function judge(path: string, positive: boolean, engine: Engine): Promise<Judged> {
  const picture = await decode(await readFile(path));
  const matte = async (network: 'lite' | 'portrait') => {
    const spec = engine.inputOf(network);
    const input = await drive(toTensor(picture, spec, inputSize(picture, spec.size, MAX_INPUT_PIXELS.wasm)));
    return engine.infer(network, input);
  };
  const lite = await matte('lite');
  const evidence = weigh(lite, await matte('portrait'));
  const blank = isBlank(lite) || evidence.empty;
  const face = await faceOdds(picture, lite, engine);
  if (face === undefined) throw new Error('The face network does not run here.');
  return {
    name: basename(path),
    features: featuresOf(evidence),
    positive,
    blank,
    face,
    kept: !blank && (await isPerson(evidence, async () => face)),
    keptFaceless: !blank && (await isPerson(evidence, async () => Number.NEGATIVE_INFINITY)),
    keptByLite: !isBlank(lite) && (await liteSeesPerson(lite, async () => face)),
  };
}

const share = (some: readonly Judged[], holds: (one: Judged) => boolean) =>
  `${some.filter(holds).length} of ${some.length} (${((100 * some.filter(holds).length) / some.length).toFixed(1)} %)`;

const { values } = parseArgs({
  options: {
    people: { type: 'string', multiple: true },
    nobody: { type: 'string', multiple: true },
    every: { type: 'string', default: '1' },
  },
});
if (!values.people || !values.nobody) {
  console.error(USAGE);
  process.exit(2);
}

await buildModels();
const engine = await createNodeEngine(DIST);
const judged: Judged[] = [];
for (const [folders, positive, every] of [
  [values.people, true, Number(values.every)],
  [values.nobody, false, 1],
] as const) {
  for (const folder of folders) {
    const names = readdirSync(folder).filter(isPicture);
    for (const name of names.filter((_, i) => i % every === 0)) {
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
console.log(`the present rule: people refused ${namesOf(people, ({ kept }) => !kept)}`);
console.log(`                  if no face were seen ${share(people, ({ keptFaceless }) => !keptFaceless)}`);
console.log(`                  nobody recognised ${share(nobody, ({ kept }) => !kept)}`);
console.log(`                  taken for a person ${namesOf(nobody, ({ kept }) => kept)}`);
console.log(`lite and face:    people refused ${namesOf(people, ({ keptByLite }) => !keptByLite)}`);
console.log(`                  nobody recognised ${share(nobody, ({ keptByLite }) => !keptByLite)}`);
for (const odds of [1, FACE, 2]) {
  const sees = ({ face }: Judged) => face > odds;
  console.log(`a face above ${odds.toFixed(1)}: people ${share(people, sees)}, nobody ${share(nobody, sees)}`);
}

const usable = judged.filter(({ blank }) => !blank);
const { bias, weights } = fitLogistic(usable);
console.log(
  `refitted: bias ${bias.toFixed(2)}, liteDoubt, portraitDoubt, agreement ${weights.map((w) => w.toFixed(2)).join(', ')}`,
);

const rules = Array.from({ length: FOLDS }, (_, fold) =>
  fitLogistic(judged.filter((one, i) => i % FOLDS !== fold && !one.blank)),
);
const scores = new Map(judged.map((one, i) => [one, one.blank ? -Infinity : score(rules[i % FOLDS], one.features)]));
console.log(
  `Each picture judged by a rule whose weights never saw it (${FOLDS} folds), with a face and by the mattes alone:`,
);
console.log('sure above  people refused / nobody recognised   by mattes: people refused / nobody recognised');
for (let sure = -2; sure <= 2; sure += 0.25) {
  const unsure = (one: Judged) => scores.get(one)! <= sure;
  const refused = (one: Judged) => unsure(one) && (one.blank || one.face <= FACE);
  console.log(
    `${sure.toFixed(2).padStart(10)}  ${share(people, refused)} / ${share(nobody, refused)}   ${share(people, unsure)} / ${share(nobody, unsure)}`,
  );
}
process.exit(0);
