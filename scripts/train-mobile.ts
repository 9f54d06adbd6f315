import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mobileFiles, writeChecked } from '../models/own/mobile-files.ts';
import { readSample } from '../models/own/sample.ts';
import { writePeople } from '../test/fixtures/people/write.ts';
import { answerHelp, endWithUsage, readOptionsAndWords } from './common/options.ts';
import { findPython } from './common/python.ts';

const USAGE = `Trains a 256-pixel portrait network for phones, and converts it to ONNX and TFLite. Needs Python with PyTorch.

  npm run train:mobile -- train DATA --run RUN [--channels 3|4] [--head sigmoid|softmax] [--loss focal|dice]
                          [--width 1] [--steps 300] [--batch 8] [--rate R] [--seed 1] [--threads 1]
  npm run train:mobile -- tune DATA --run RUN --init CHECKPOINT [the same]
  npm run train:mobile -- convert CHECKPOINT --data DATA -o OUT.onnx [--licence LICENCE]
  npm run train:mobile -- smoke [--steps 30] [--channels 3|4] [--head sigmoid|softmax] [--loss focal|dice]

  train    trains, or goes on where the run stopped; DATA holds images/ and masks/, or ID.jpg with ID.mask.png or ID.alpha.png
  tune     the same from the weights of a checkpoint (RUN/best.pt), more gently
  convert  writes OUT.onnx, its card, and OUT.tflite, and compares both with PyTorch on a picture of DATA
  smoke    all of it on drawn people

models/train/mobile/README.md says what is trained, and how.`;

const TRAIN = 'models/train/mobile';

function python(...args: string[]): void {
  const { status } = spawnSync(findPython(), [TRAIN, ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${TRAIN} ${args[0]} failed.`);
}

async function convertTo(out: string, checkpoint: string, data: string, licence: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-mobile-'));
  try {
    const [raw, sampled] = ['raw.onnx', 'sample'].map((name) => join(folder, name));
    python('export', checkpoint, '--out', raw, '--sample', sampled, '--data', data);
    const [bytes, sample] = [new Uint8Array(await readFile(raw)), await readSample(sampled)];
    const source = { file: basename(checkpoint), bytes: new Uint8Array(await readFile(checkpoint)) };
    const files = await mobileFiles(bytes, { out, sample, source, licence });
    await writeChecked(files);
    for (const { file, content, worst } of files)
      if (worst !== undefined)
        console.log(`${file}: ${content.length} bytes, at most ${worst.toExponential(1)} from PyTorch`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function smoke(steps: string, wishes: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-mobile-'));
  const at = (name: string) => join(folder, name);
  try {
    python('check');
    await writePeople(at('drawn'), { count: 24, seed: 17, megapixels: 0.08 });
    python('train', at('drawn'), '--run', at('run'), '--steps', steps, '--width', '0.5', ...wishes);
    const half = String(Math.ceil(Number(steps) / 2));
    const start = ['--init', at('run/best.pt'), '--width', '0.5'];
    python('tune', at('drawn'), '--run', at('tuned'), ...start, '--steps', half, ...wishes);
    await convertTo(at('mobile.onnx'), at('tuned/best.pt'), at('drawn'), 'unknown');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main([command, ...rest]: string[]): Promise<void> {
  answerHelp(USAGE);
  if (command === 'train' || command === 'tune') return python(command, ...rest);
  if (command === 'convert') {
    const known = {
      data: { type: 'string' },
      out: { type: 'string', short: 'o' },
      licence: { type: 'string', default: 'unknown' },
    } as const;
    const { values, positionals } = readOptionsAndWords(known, USAGE, rest);
    const [checkpoint] = positionals;
    if (!checkpoint || !values.data || !values.out?.endsWith('.onnx'))
      endWithUsage(USAGE, 'A checkpoint, --data, and -o OUT.onnx, please.');
    return convertTo(values.out, checkpoint, values.data, values.licence);
  }
  if (command !== 'smoke') endWithUsage(USAGE, command ? `What is “${command}”?` : 'Train, tune, convert or smoke?');
  const { values } = readOptionsAndWords(
    {
      steps: { type: 'string', default: '30' },
      channels: { type: 'string', default: '4' },
      head: { type: 'string', default: 'sigmoid' },
      loss: { type: 'string', default: 'focal' },
    },
    USAGE,
    rest,
  );
  const { steps, ...wishes } = values;
  await smoke(
    steps,
    Object.entries(wishes).flatMap(([name, value]) => [`--${name}`, value as string]),
  );
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}
process.exit(0);
