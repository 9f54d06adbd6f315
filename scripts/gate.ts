import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Example, fitLogistic, score } from '../models/logistic.ts';
import { buildModels, DIST } from '../models/main.ts';
import { MAX_INPUT_PIXELS } from '../shared/cutout.ts';
import type { Engine } from '../shared/engine.ts';
import { decode } from '../shared/node/decode.ts';
import { createNodeEngine } from '../shared/node/engine.ts';
import { drive } from '../shared/steps.ts';
import { type Evidence, isBlank, isPerson, liteSeesPerson, weigh } from '../shared/subject.ts';
import { inputSize, toTensor } from '../shared/tensor.ts';

const USAGE = `Refits the no-person rule and prints how well it and the present one do.

  npm run gate -- --people DIR [--people DIR…] --nobody DIR [--every N]

--every N takes each Nth picture of the people's folders.`;

interface Judged extends Example {
  readonly blank: boolean;
  readonly kept: boolean;
  readonly keptByLite: boolean;
}

const FOLDS = 5;
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
  return {
    features: featuresOf(evidence),
    positive,
    blank,
    kept: !blank && isPerson(evidence),
    keptByLite: !isBlank(lite) && liteSeesPerson(lite),
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
console.log(`the present rule: people refused ${share(people, ({ kept }) => !kept)}`);
console.log(`                  nobody recognised ${share(nobody, ({ kept }) => !kept)}`);
console.log(`lite alone:       people refused ${share(people, ({ keptByLite }) => !keptByLite)}`);
console.log(`                  nobody recognised ${share(nobody, ({ keptByLite }) => !keptByLite)}`);

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
  `threshold  people refused / nobody recognised, each picture judged by a rule that never saw it (${FOLDS} folds)`,
);
for (let threshold = -4; threshold <= 0; threshold += 0.5) {
  const below = (one: Judged) => scores.get(one)! < threshold;
  console.log(`${threshold.toFixed(1).padStart(9)}  ${share(people, below)} / ${share(nobody, below)}`);
}
process.exit(0);
