import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { unstable_readConfig } from 'wrangler';
import { sha256 } from '../models/hash.ts';
import { buildModels } from '../models/main.ts';
import { keptSmall } from '../models/networks/portrait-s.ts';
import { convert, WEIGHTS, type Weights } from '../models/own/convert.ts';
import { inspect, inspectedInWords } from '../models/own/inspect.ts';
import { readNetwork } from '../models/own/read.ts';
import { publishModels } from '../models/publish.ts';
import { answerHelp, endWithUsage } from './common/options.ts';

const USAGE = `Fetches, verifies and exports the networks into models/dist, and publishes them.

  npm run models
  npm run models -- adopt FILE
  npm run models -- export FILE.tflite -o OUT.onnx [--weights as-is|fp16|int8]
  npm run models -- inspect FILE [--side N] [--json]
  npm run models -- publish [--env NAME] [--bucket NAME] [--local [--persist-to DIR]]

adopt keeps a network that models/train exported as models/portrait-s.onnx, with weights of eight bits, and prints its hash,
which models/sources.ts pins.

export turns a TFLite network into ONNX, from "input" to "output", and runs it once. It prints the largest difference that the
weights asked for make on a drawn picture. Default: the file's own weights.

inspect tells what a TFLite or ONNX network is made of: its layers by kind (as ONNX has them), parameters, multiply-adds, inputs
and outputs, and the memory that its activations take. --side is the height and width of an input that leaves them open (256).

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
  await writeFile('models/portrait-s.onnx', small);
  console.log(`models/portrait-s.onnx: ${small.length} bytes, SHA-256 ${sha256(small)}`);
}

async function exportOwn(file: string, out: string | undefined, weights: string): Promise<void> {
  if (!out) endWithUsage(USAGE, 'Where to? Name a file by -o.');
  if (!WEIGHTS.includes(weights as Weights)) endWithUsage(USAGE, `Weights “${weights}”?`);
  const { onnx, input, output, worst } = await convert(new Uint8Array(await readFile(file)), weights as Weights);
  await writeFile(out, onnx);
  const difference = weights === 'as-is' ? '' : `, at most ${worst.toPrecision(2)} from the file's own weights`;
  console.log(`${out}: ${onnx.length} bytes, ${input.join(' × ')} to ${output.join(' × ')}${difference}`);
}

async function inspectOwn(file: string, side: string, json: boolean): Promise<void> {
  const bytes = new Uint8Array(await readFile(file));
  if (!/^\d{1,4}$/.test(side) || Number(side) < 1) endWithUsage(USAGE, `A side of “${side}”?`);
  const inspected = await inspect(await readNetwork(bytes), Number(side));
  console.log(
    json ? JSON.stringify({ file, bytes: bytes.length, ...inspected }, null, 2) : inspectedInWords(inspected),
  );
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
      output: { type: 'string', short: 'o' },
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
  if (command === 'export' && more.length === 1) return exportOwn(more[0], values.output, values.weights);
  if (command === 'inspect' && more.length === 1) return inspectOwn(more[0], values.side, values.json);
  if ((command !== undefined && command !== 'publish') || more.length > 0)
    endWithUsage(USAGE, `“${positionals.join(' ')}”?`);
  const log = (line: string) => console.log(line);
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
