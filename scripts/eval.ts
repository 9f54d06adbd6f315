import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changesAgainst, measureAll, readMeasured, tableOfAll, WAYS } from '../models/evaluate/all.ts';
import { expectFolder, findCases } from '../models/evaluate/cases.ts';
import type { Turn } from '../models/evaluate/cut.ts';
import { evaluate, type Looks, type Plan, type Row } from '../models/evaluate/evaluate.ts';
import { findMarked } from '../models/evaluate/heads/labels.ts';
import { type HeadScore, measureHeads, toldHeads } from '../models/evaluate/heads/measure.ts';
import { sheet } from '../models/evaluate/look.ts';
import { measureNobody } from '../models/evaluate/nobody.ts';
import { reportOf, told } from '../models/evaluate/report.ts';
import { buildModels, DIST, logBuilding } from '../models/main.ts';
import type { MatteNetwork } from '../shared/inference/catalog.ts';
import { createNodeEngine } from '../shared/node/node-engine.ts';
import { writePeople } from '../test/fixtures/people/write.ts';
import { networkNamed } from './common/network-name.ts';
import { endWithUsage, readOptionsAndWords } from './common/options.ts';
import { measureFolder } from './eval/folder.ts';

const USAGE = `Measures mattes, or draws people to measure with.

  npm run eval -- FOLDER [--model portrait-s, modnet, lite or FILE.onnx] [--alone] [--log FILE] [--out DIR] [--json]
  npm run eval -- FOLDER --compare A B [--alone] [--log FILE] [--out DIR] [--json]
  npm run eval -- --data DIR [--model portrait-s, modnet or lite] [--plain] [--alone] [--stages] [--out DIR] [--json]
  npm run eval -- --data DIR --mattes DIR [--out DIR] [--json]
  npm run eval -- --all DIR [--ways fast,fine,modnet,lite] [--most N] [--turned 90] [--against FILE] [--out DIR]
  npm run eval -- --heads DIR [--json]
  npm run eval -- --nobody DIR [--model …]
  npm run eval -- --generate DIR [--count 24] [--seed 1] [--megapixels N] [--grounds DIR]

  FOLDER      holds images/ and masks/ with the same names, whatever their endings: IoU at one half and Dice of each picture
  --compare   the same of two networks side by side, names or files, and what the second does worse
  --log       where a line with date, commit, hashes and numbers is added: FILE.md or FILE.jsonl (FOLDER/results.md)
  --all       holds portraits, alpha, wild and no-people: one table of all, for each way through the product
  --against   a results.json of --all: names the pictures that changed most since
  --most      at most so many pictures of each set
  --turned    turns each picture clockwise first, by 90, 180 or 270 degrees
  --data      holds ID.jpg or ID.png with ID.mask.png (255 is person) or ID.alpha.png (and ID.fg.png, the foreground)
  --heads     holds portraits, alpha or wild: how well the heads that are marked there are cut out
  --mattes    holds ID-matte.png of the terminal command, measured instead of running the networks; a missing one is empty
  --plain     beside it: MODNet alone at short side 512, enlarged bilinearly, the picture's own colours
  --alone     the network alone in that way, in place of the product
  --nobody    holds pictures without people: how often the network alone gives an empty matte (mean below 1 %)
  --stages    refinement and foreground by themselves, from the true matte; where alpha and foreground are known
  --out       writes results.json, worst.png (picture, truth, matte, on green) and edges.png (close-ups at 200 %);
              with --compare regressions.png (picture, mask, first, second)
  --json      prints JSON instead of the table
  --generate  writes people drawn with exact alpha and foreground, the same for the same seed
  --grounds   a folder for what is behind each of them, without the person

models/README.md says what the numbers mean.`;

/** Rows in a contact sheet. */
const SHOWN = 20;

const usage = (wrong: string): never => endWithUsage(USAGE, wrong);

const OPTIONS = {
  all: { type: 'string' },
  ways: { type: 'string', default: WAYS.map(({ name }) => name).join(',') },
  most: { type: 'string', default: '1000' },
  turned: { type: 'string' },
  against: { type: 'string' },
  data: { type: 'string' },
  model: { type: 'string', default: 'portrait-s' },
  mattes: { type: 'string' },
  plain: { type: 'boolean', default: false },
  alone: { type: 'boolean', default: false },
  nobody: { type: 'string' },
  heads: { type: 'string' },
  stages: { type: 'boolean', default: false },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  generate: { type: 'string' },
  count: { type: 'string', default: '24' },
  seed: { type: 'string', default: '1' },
  megapixels: { type: 'string' },
  grounds: { type: 'string' },
  log: { type: 'string' },
} as const;

async function countNobody(folder: string, network: MatteNetwork): Promise<void> {
  await buildModels({ log: logBuilding });
  const engine = await createNodeEngine(DIST);
  const { pictures, wrong } = await measureNobody(folder, engine, network);
  await engine.dispose();
  console.log(`${pictures - wrong.length} of ${pictures} are empty; not these:`);
  for (const [name, mean] of wrong) console.log(`${mean.toFixed(3)}  ${name}`);
}

/** Prints how well heads are cut out. */
async function measureEveryHead(folder: string, json: boolean): Promise<void> {
  const marked = findMarked(folder);
  await buildModels({ log: logBuilding });
  const engine = await createNodeEngine(DIST);
  const scores: HeadScore[] = [];
  for (const one of marked) scores.push(await measureHeads(one, engine));
  await engine.dispose();
  console.log(json ? JSON.stringify(scores) : toldHeads(scores));
}

async function measure(data: string, plan: Plan, out: string | undefined, json: boolean): Promise<void> {
  const cases = findCases(data);
  if (plan.mattes) expectFolder(plan.mattes);
  else await buildModels({ log: logBuilding });
  const engine = plan.mattes ? undefined : await createNodeEngine(DIST);
  const rows: Row[] = [];
  const looks = new Map<string, Looks>();
  for (const [i, one] of cases.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${cases.length} `);
    const measured = await evaluate(one, plan, engine);
    rows.push(measured.row);
    if (measured.looks) looks.set(one.id, measured.looks);
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  await engine?.dispose();
  const report = reportOf(rows);
  console.log(json ? JSON.stringify(report) : told(report));
  if (!out) return;
  await mkdir(out, { recursive: true });
  const shown = report.rows.slice(0, SHOWN).map(({ id, scores }) => {
    const label = [id, `IoU ${scores.iou?.toFixed(4)}`, scores.mad === undefined ? '' : `MAD ${scores.mad.toFixed(4)}`];
    return { label: label.join('   '), ...looks.get(id)! };
  });
  await writeFile(join(out, 'results.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(out, 'worst.png'), await sheet(shown.map((one) => ({ ...one, tiles: one.overview }))));
  await writeFile(join(out, 'edges.png'), await sheet(shown.map((one) => ({ ...one, tiles: one.closeUp }))));
}

/** Prints the table of all sets, and what changed against a kept run. */
async function measureEverything(
  folder: string,
  { ways, most, turned, against, out }: { ways: string; most: string; turned?: string; against?: string; out?: string },
): Promise<void> {
  const chosen = ways
    .split(',')
    .map(
      (name) =>
        WAYS.find((way) => way.name === name) ??
        usage(`There is no way “${name}”: choose ${WAYS.map((way) => way.name).join(', ')}.`),
    );
  if (!(Number(most) >= 1)) usage(`--most ${most}: a number of pictures, please.`);
  const turn = turned === undefined ? undefined : (Number(turned) as Turn);
  if (turn !== undefined && ![90, 180, 270].includes(turn)) usage(`--turned ${turned}: 90, 180 or 270, please.`);
  const earlier = against === undefined ? undefined : readMeasured(against);
  await buildModels({ log: logBuilding });
  const engine = await createNodeEngine(DIST);
  const measured = await measureAll(folder, chosen, engine, Number(most), console.error, turn);
  await engine.dispose();
  console.log(tableOfAll(measured));
  if (earlier) console.log(`\nChanged most:\n${changesAgainst(measured, earlier)}`);
  if (!out) return;
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'results.json'), `${JSON.stringify(measured)}\n`);
}

function networkOf(name: string): MatteNetwork {
  try {
    return networkNamed(name);
  } catch (thrown) {
    return usage((thrown as Error).message);
  }
}

const args = process.argv.slice(2);
const at = args.indexOf('--compare');
const compared = at < 0 ? undefined : args.splice(at, 3).slice(1);
const { values: options, positionals } = readOptionsAndWords(OPTIONS, USAGE, args);
if (positionals.length > 1) usage(`One folder, please, not ${positionals.join(' and ')}.`);
if (compared && compared.length < 2) usage('--compare A B: two networks, please.');
try {
  const [folder] = positionals;
  if (folder) {
    const { model, alone, log, out, json } = options;
    await measureFolder(folder, { networks: compared ?? [model], alone, log, out, json });
  } else if (options.generate) {
    const [count, seed] = [Number(options.count), Number(options.seed)];
    if (!Number.isInteger(count) || count < 1) usage(`--count ${options.count}: a whole number of pictures, please.`);
    if (!Number.isInteger(seed)) usage(`--seed ${options.seed}: a whole number, please.`);
    const megapixels = options.megapixels === undefined ? undefined : Number(options.megapixels);
    if (megapixels !== undefined && !(megapixels > 0 && megapixels <= 50)) {
      usage(`--megapixels ${options.megapixels}: a number above 0 and up to 50, please.`);
    }
    await writePeople(options.generate, { count, seed, megapixels, grounds: options.grounds, log: console.log });
  } else if (options.all) {
    await measureEverything(options.all, options);
  } else if (options.heads) {
    await measureEveryHead(options.heads, options.json);
  } else if (options.nobody) {
    await countNobody(options.nobody, networkOf(options.model));
  } else if (options.data) {
    const { mattes, plain, alone, stages } = options;
    const network = networkOf(options.model);
    if (mattes && (plain || alone)) usage('--plain and --alone run a network, --mattes runs none: choose one of them.');
    const plan: Plan = { network, mattes, plain, alone, stages, look: !!options.out };
    await measure(options.data, plan, options.out, options.json);
  } else usage('A folder, --data or --generate?');
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}
process.exit(0);
