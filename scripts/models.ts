import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { unstable_readConfig } from 'wrangler';
import { goldenMatte } from '../models/golden.ts';
import { sha256 } from '../models/hash.ts';
import { buildModels } from '../models/main.ts';
import { keptSmall } from '../models/networks/portrait-s.ts';
import { addNetwork, removeNetwork } from '../models/own/add.ts';
import { ADDED, readAdded } from '../models/own/added.ts';
import { cardInWords, cardOf } from '../models/own/card.ts';
import { convert, RANGES, type Range } from '../models/own/convert.ts';
import { headInWords, parseHead } from '../models/own/head.ts';
import { inspect, inspectedInWords } from '../models/own/inspect.ts';
import { readNetwork } from '../models/own/read.ts';
import { toTflite } from '../models/own/to-tflite.ts';
import { publishModels } from '../models/publish.ts';
import { WEIGHTS, type Weights } from '../shared/inference/card.ts';
import { answerHelp, endWithUsage } from './common/options.ts';
import { checkThere, prepareOut } from './common/safe-out.ts';

const USAGE = `Fetches, verifies and exports the networks into models/dist, and publishes them.

  npm run models
  npm run models -- adopt FILE
  npm run models -- export FILE [WEIGHTS.h5] -o OUT.onnx [--weights as-is|fp16|int8] [--range 0..1|-1..1|0..255]
                           [--output sigmoid|softmax:1|logits|logits:1] [--name NAME] [--licence LICENCE] [--first empty|lite]
  npm run models -- export FILE [WEIGHTS.h5] -o OUT.tflite
  npm run models -- inspect FILE [WEIGHTS.h5] [--side N] [--json]
  npm run models -- add FILE --card CARD [--name NAME]
  npm run models -- remove NAME
  npm run models -- list
  npm run models -- publish [--env NAME] [--bucket NAME] [--local [--persist-to DIR]]

adopt keeps a network that models/train exported as models/portrait-s.onnx, with weights of eight bits, and prints its hash,
which models/sources.ts pins. A network that doesn't tell people from animals is refused.

export turns a TFLite, Keras (.h5, .keras, model.json with WEIGHTS.h5) or ONNX network into an ONNX one that ends in "alpha", 0 to 1, and runs it once on a drawn picture. It writes a
card beside it (OUT.json for programs, OUT.md for people) and prints the largest difference that the weights asked for make (default:
the file's own). --output says what the network gives, where that isn't plain: softmax:1+2 adds the classes 1 and 2. --range is what
the network takes for black and white (0..1). --first is what a fourth channel, the mask of the frame before, gets for a first
frame: nothing (empty, the default) or what lite sees. To OUT.tflite the network goes as it is, in single precision, without a card.
A TFLite file that, read back, differs by more than 1e-4 is not written.

inspect tells what such a network is made of: its layers by kind (as ONNX has them), parameters, multiply-adds, inputs
and outputs, and the memory that its activations take. --side is the height and width of an input that leaves them open (256).

add stores a network of your own, an .onnx file with the card that export wrote, for the Worker to serve to others. The network must
reproduce its card’s matte first. NAME has lower-case letters, digits and dashes (default: the file's name). remove deletes it; list prints what
was added.

publish uploads what the bucket lacks and verifies it. The bucket is the one that wrangler.toml binds as MODELS in that
environment (default: production); --local means the emulation that wrangler dev uses.`;

/** The bucket that wrangler.toml binds as MODELS. @throws Error where it binds none. */
function boundBucket(env: string): string {
  const buckets: { binding: string; bucket_name?: string }[] = unstable_readConfig({
    config: 'wrangler.toml',
    env,
  }).r2_buckets;
  const bound = buckets.find(({ binding }) => binding === 'MODELS');
  if (!bound?.bucket_name) throw new Error(`wrangler.toml binds no bucket as MODELS for ${env}; name one by --bucket.`);
  return bound.bucket_name;
}

async function adopt(file: string): Promise<void> {
  const small = keptSmall(await readFile(file));
  await goldenMatte('portrait-s', small);
  await writeFile('models/portrait-s.onnx', small);
  console.log(`models/portrait-s.onnx: ${small.length} bytes, SHA-256 ${sha256(small)}`);
}

const readIf = async (file: string | undefined) =>
  file === undefined ? undefined : new Uint8Array(await readFile(file));

interface ExportWishes {
  readonly out: string | undefined;
  readonly weights: string;
  readonly range: string;
  readonly head: string | undefined;
  readonly name: string | undefined;
  readonly licence: string;
  readonly first: string;
  /** The weights that belong to a model.json. */
  readonly kept: string | undefined;
}

async function exportOwn(
  file: string,
  { out, weights, range, head, name, licence, first, kept }: ExportWishes,
): Promise<void> {
  if (!out?.endsWith('.onnx')) endWithUsage(USAGE, 'Where to? Name a file that ends in .onnx or .tflite by -o.');
  if (!WEIGHTS.includes(weights as Weights)) endWithUsage(USAGE, `Weights “${weights}”?`);
  if (!['empty', 'lite'].includes(first)) endWithUsage(USAGE, `A first mask of “${first}”?`);
  if (!(range in RANGES)) endWithUsage(USAGE, `A range of “${range}”?`);
  const beside = out.slice(0, -'.onnx'.length);
  await prepareOut([out, `${beside}.json`, `${beside}.md`], kept === undefined ? [file] : [file, kept]);
  const bytes = new Uint8Array(await readFile(file));
  const wanted = {
    weights: weights as Weights,
    range: range as Range,
    head: head ? parseHead(head) : undefined,
    kept: await readIf(kept),
  };
  const converted = await convert(bytes, wanted);
  const card = await cardOf(converted, {
    name: name ?? basename(out, '.onnx'),
    file: basename(out),
    weights: wanted.weights,
    licence,
    ...(first === 'lite' && { first }),
    source: { file: basename(file), bytes },
  });
  await writeFile(out, converted.onnx);
  await writeFile(`${beside}.json`, `${JSON.stringify(card, null, 2)}\n`);
  await writeFile(`${beside}.md`, cardInWords(card));
  const { onnx, input, output, worst } = converted;
  const difference = weights === 'as-is' ? '' : `, at most ${worst.toPrecision(2)} from the file's own weights`;
  console.log(
    `${out}: ${onnx.length} bytes, ${input.join(' × ')} to ${output.join(' × ')} by ${headInWords(converted.head)}${difference}`,
  );
}

async function exportAsTflite(out: string, files: readonly string[]): Promise<void> {
  await prepareOut([out], files);
  const [file, kept] = files;
  const { model } = await readNetwork(new Uint8Array(await readFile(file)), await readIf(kept));
  const { tflite, worst } = await toTflite(model);
  await writeFile(out, tflite);
  console.log(`${out}: ${tflite.length} bytes; read back it differs by at most ${worst.toPrecision(2)}`);
}

async function inspectOwn(files: string[], side: string, json: boolean): Promise<void> {
  checkThere(files);
  const [file, kept] = files;
  const bytes = new Uint8Array(await readFile(file));
  if (!/^\d{1,4}$/.test(side) || Number(side) < 1) endWithUsage(USAGE, `A side of “${side}”?`);
  const inspected = await inspect((await readNetwork(bytes, await readIf(kept))).model, Number(side));
  console.log(
    json ? JSON.stringify({ file, bytes: bytes.length, ...inspected }, null, 2) : inspectedInWords(inspected),
  );
}

const log = (line: string) => console.log(line);

async function addOwn(file: string, card: string | undefined, name: string): Promise<void> {
  if (!card) endWithUsage(USAGE, 'Which card? Name the .json file of the network by --card.');
  await addNetwork(ADDED, file, card, name);
  await buildModels({ log });
  const entry = (await readAdded(ADDED)).own.find((own) => own.name === name);
  log(`${name}: ${entry?.file} and ${entry?.card.file}; npm run build and a deployment serve them`);
}

async function removeOwn(name: string): Promise<void> {
  await removeNetwork(ADDED, name);
  await buildModels({ log });
  log(`${name} is removed`);
}

async function listOwn(): Promise<void> {
  const { own } = await readAdded(ADDED);
  for (const { name, title, bytes, licence, sha256: hash } of own)
    log(`${name}  ${title}, ${(bytes / 1e6).toFixed(2)} MB, ${licence}, SHA-256 ${hash}`);
  if (own.length === 0) log('No network of your own was added.');
}

/** The command line, read; with what it should not hold the process ends with the usage. */
const parsed: typeof parseArgs = (config) => {
  answerHelp(USAGE);
  try {
    return parseArgs(config);
  } catch (thrown) {
    return endWithUsage(USAGE, (thrown as Error).message);
  }
};

async function main(): Promise<void> {
  const { values, positionals } = parsed({
    allowPositionals: true,
    options: {
      out: { type: 'string', short: 'o' },
      output: { type: 'string' },
      range: { type: 'string', default: '0..1' },
      name: { type: 'string' },
      card: { type: 'string' },
      licence: { type: 'string', default: 'not stated' },
      first: { type: 'string', default: 'empty' },
      weights: { type: 'string', default: 'as-is' },
      side: { type: 'string', default: '256' },
      json: { type: 'boolean', default: false },
      env: { type: 'string', default: 'production' },
      bucket: { type: 'string' },
      local: { type: 'boolean', default: false },
      'persist-to': { type: 'string', default: '.wrangler/state' },
    },
  });
  const [command, ...more] = positionals;
  if (command === 'adopt' && more.length === 1) return adopt(more[0]);
  if (command === 'export' && (more.length === 1 || more.length === 2)) {
    const { out, output: head, weights, range, name, licence, first } = values;
    if (out?.endsWith('.tflite')) return exportAsTflite(out, more);
    return exportOwn(more[0], { out, head, weights, range, name, licence, first, kept: more[1] });
  }
  if (command === 'add' && more.length === 1)
    return addOwn(more[0], values.card, values.name ?? basename(more[0], '.onnx'));
  if (command === 'remove' && more.length === 1) return removeOwn(more[0]);
  if (command === 'list' && more.length === 0) return listOwn();
  if (command === 'inspect' && (more.length === 1 || more.length === 2))
    return inspectOwn(more, values.side, values.json);
  if ((command !== undefined && command !== 'publish') || more.length > 0)
    endWithUsage(USAGE, `“${positionals.join(' ')}”?`);
  await buildModels({ log });
  if (command === undefined) return;
  const name = values.bucket ?? boundBucket(values.env);
  const { uploaded, present } = await publishModels(
    { name, ...(values.local && { local: values['persist-to'] }) },
    { log },
  );
  console.log(`${name}: ${uploaded} uploaded, ${present} were there; all verified`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
