import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { fetchSource } from '../models/fetch/fetch.ts';
import { CACHE } from '../models/main.ts';
import { keptSmall } from '../models/networks/portrait-s.ts';
import { MODNET } from '../models/sources.ts';
import { writePeople } from '../test/fixtures/people/write.ts';
import { readOptions } from './common/options.ts';
import { findPython } from './common/python.ts';

const TRAIN = 'models/train';
/** The most that onnxruntime-web may differ from PyTorch. */
const TOLERANCE = 1e-4;

const floats = async (path: string) => new Float32Array(new Uint8Array(await readFile(path)).buffer);

/** The losses that `log.jsonl` notes, in order. */
async function losses(run: string): Promise<number[]> {
  const lines = (await readFile(join(run, 'log.jsonl'), 'utf8')).trim().split('\n');
  return lines.flatMap((line) => (JSON.parse(line) as { loss?: number }).loss ?? []);
}

async function smoke(folder: string): Promise<void> {
  const python = findPython();
  const train = (...args: string[]) => {
    const { status } = spawnSync(python, [TRAIN, ...args], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`models/train ${args[0]} failed.`);
  };
  const modnet = await fetchSource(MODNET, CACHE);
  const at = (name: string) => join(folder, name);
  await writePeople(at('drawn'), { count: 18, seed: 41, megapixels: 0.08, grounds: at('grounds') });
  const config = ['--config', `${TRAIN}/configs/smoke.toml`, '--data', folder, '--mattes', at('mattes')];
  train('prepare', ...config, '--modnet', modnet);
  // Stopped and gone on with, as a long run is.
  const trainTo = (stop: string) => train('train', ...config, '--modnet', modnet, '--run', at('run'), '--stop', stop);
  trainTo('15');
  await copyFile(at('run/last.pt'), at('half.pt'));
  trainTo('30');
  const [first, ...rest] = await losses(at('run'));
  const last = rest.at(-1);
  console.log(`loss ${first} → ${last}`);
  if (last === undefined || !(last < first)) throw new Error('The loss did not fall.');

  train('export', '--checkpoint', at('run/best.pt'), '--modnet', modnet, '--out', at('s.onnx'), '--sample', at('s'));
  const exported = await readFile(at('s.onnx'));
  const input = new ort.Tensor('float32', await floats(at('s.input')), [1, 3, 128, 192]);
  const expected = await floats(at('s.output'));
  const worst = async (network: Uint8Array) => {
    const session = await ort.InferenceSession.create(network);
    const output = (await session.run({ input })).output.data as Float32Array;
    if (output.length !== expected.length) return Number.POSITIVE_INFINITY;
    return output.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  };
  const difference = await worst(exported);
  const small = keptSmall(exported);
  console.log(`onnxruntime-web differs from PyTorch by ${difference.toExponential(1)}`);
  console.log(`with weights of eight bits, ${small.length} bytes, by ${(await worst(small)).toExponential(1)}`);
  if (!(difference <= TOLERANCE)) throw new Error('That is too much.');

  train('export', '--checkpoint', at('s.onnx'), '--modnet', modnet, '--out', at('again.onnx'));
  const again = await worst(await readFile(at('again.onnx')));
  console.log(`read back from ONNX and written again, by ${again.toExponential(1)}`);
  if (!(again <= TOLERANCE)) throw new Error('What is read back is another network.');

  const shares = ['backbone', 'semantics', 'detail'].flatMap((part) => [`--${part}`, '1']);
  const between = ['--before', at('half.pt'), '--after', at('run/best.pt'), ...shares, '--out', at('blend.pt')];
  train('blend', '--modnet', modnet, ...between);
  train('export', '--checkpoint', at('blend.pt'), '--modnet', modnet, '--out', at('blend.onnx'));
  const blended = await worst(await readFile(at('blend.onnx')));
  console.log(`blended all the way to the later network, it differs by ${blended.toExponential(1)}`);
  if (!(blended <= TOLERANCE)) throw new Error('What is blended all the way is another network.');

  // The drawn backgrounds stand for photographs of animals.
  const telling = ['--checkpoint', at('run/best.pt'), '--animals', at('grounds'), '--out', at('told.pt')];
  train('telling', ...config, '--modnet', modnet, ...telling);
  train('export', '--checkpoint', at('told.pt'), '--modnet', modnet, '--out', at('told.onnx'));
  train('export', '--checkpoint', at('told.onnx'), '--modnet', modnet, '--out', at('told-again.onnx'));
  const oddsOf = async (network: Uint8Array) => {
    const session = await ort.InferenceSession.create(network);
    return Number((await session.run({ input })).person.data[0]);
  };
  const told = await readFile(at('told.onnx'));
  const odds = await oddsOf(told);
  const oddsAgain = await oddsOf(await readFile(at('told-again.onnx')));
  const changed = await worst(told);
  console.log(`log-odds of a person ${odds.toFixed(2)}; the matte differs by ${changed.toExponential(1)}`);
  if (!(Math.abs(odds - oddsAgain) <= 1e-3)) throw new Error('The log-odds that are read back are others.');
  if (!Number.isFinite(odds) || odds === 0) throw new Error('The log-odds of a person were not fitted.');
  if (!(changed <= TOLERANCE)) throw new Error('The fitted network has another matte.');
}

readOptions(
  {},
  `Trains thirty steps and runs the result in onnxruntime-web. Needs Python with PyTorch.

  npm run train:smoke`,
);
const folder = await mkdtemp(join(tmpdir(), 'matteo-train-'));
try {
  const started = Date.now();
  await smoke(folder);
  console.log(`done in ${Math.round((Date.now() - started) / 1000)} s`);
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
