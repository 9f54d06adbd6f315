import { type Case, findCases, readMatte, readPicture } from '../models/evaluate/cases.ts';
import { isHeldOut } from '../models/evaluate/held-out.ts';
import { quantile } from '../models/evaluate/summary.ts';
import { type Example, fitLogistic } from '../models/logistic.ts';
import { buildModels, DIST } from '../models/main.ts';
import type { Picture, Tensor } from '../shared/image/picture.ts';
import { resizePlane } from '../shared/image/plane.ts';
import type { MatteNetwork } from '../shared/inference/catalog.ts';
import type { Engine } from '../shared/inference/engine.ts';
import { inputSize, toTensor } from '../shared/inference/tensor.ts';
import { createNodeEngine } from '../shared/node/engine.ts';
import { type FuseRule, fuse, RULE, scaledDoubt } from '../shared/person/fuse.ts';
import { CLOSE, seenAt } from '../shared/pipeline/view.ts';
import { drive } from '../shared/steps.ts';
import { endWithUsage, readOptions } from './options.ts';

const USAGE = `Refits the rule by which three views say what belongs to a person, and prints how well it and the present one do.

  npm run fuse -- --data DIR [--data DIR…] [--held-out N] [--test DIR]

--data holds ID.jpg with ID.mask.png; of them --held-out takes the one in N that models/train left out. --test is measured
with the rule fitted on --data.`;

/** A picture's views and what is true of it, on their way into the rule. */
interface Seen {
  readonly id: string;
  readonly near: Tensor;
  readonly far: Tensor;
  readonly lite: Tensor;
  /** 1 inside, at the near view's size. */
  readonly mask: Float32Array;
}

const FOLDS = 5;
/** Places in a picture, along each side, that the rule is fitted at. */
const GRID = 64;
const BINARY = 0.5;

async function see(one: Case, engine: Engine): Promise<Seen> {
  const picture = await readPicture(one.picture);
  const { shortSide, pixels } = CLOSE.wasm;
  const view = async (network: MatteNetwork, side: number, most: number) => {
    const spec = engine.inputOf(network);
    return engine.infer(network, await drive(toTensor(picture, spec, inputSize(picture, seenAt(spec, side), most))));
  };
  const near = await view('portrait-s', shortSide, pixels);
  const far = await view('portrait-s', shortSide / 2, pixels / 4);
  return { id: one.id, near, far, lite: await view('lite', shortSide, pixels), mask: await maskOf(one, picture, near) };
}

async function maskOf({ truth }: Case, { width, height }: Picture, near: Tensor): Promise<Float32Array> {
  const { data } = await readMatte(truth.file);
  const plane = Float32Array.from(data, (value) => (value > 127 ? 1 : 0));
  return resizePlane(plane, width, height, near.dims[3], near.dims[2]).map((value) => (value > BINARY ? 1 : 0));
}

function examplesOf({ near, far, lite, mask }: Seen): Example[] {
  const views = [near, far, lite].map((view) => ({
    alpha: resizePlane(view.data, view.dims[3], view.dims[2], GRID, GRID),
    doubt: scaledDoubt(view),
  }));
  const truth = resizePlane(mask, near.dims[3], near.dims[2], GRID, GRID);
  return Array.from(truth, (value, i) => ({
    features: views.flatMap(({ alpha, doubt }) => [2 * alpha[i] - 1, (2 * alpha[i] - 1) * doubt]),
    positive: value > BINARY,
  }));
}

function fitted(seen: readonly Seen[]): FuseRule {
  const { bias, weights } = fitLogistic(seen.flatMap(examplesOf));
  const [near, far, lite] = [0, 2, 4].map((at) => ({ own: weights[at], doubt: weights[at + 1] }));
  return { near, far, lite, bias };
}

function iou(alpha: Float32Array, mask: Float32Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    const inside = alpha[i] > BINARY;
    if (inside && mask[i]) both++;
    if (inside || mask[i]) either++;
  }
  return either > 0 ? both / either : 1;
}

/** IoU before refinement: mean, 5th percentile, worst. */
function told(name: string, seen: readonly Seen[], alphaOf: (one: Seen) => Tensor): void {
  const each = seen.map((one) => ({ id: one.id, iou: iou(alphaOf(one).data, one.mask) })).sort((a, b) => a.iou - b.iou);
  const mean = each.reduce((sum, one) => sum + one.iou, 0) / each.length;
  const fifth = quantile(
    each.map((one) => one.iou),
    0.05,
  );
  const worst = each.slice(0, 6).map((one) => `${one.id} ${(1 - one.iou).toFixed(3)}`);
  console.log(
    `${name.padEnd(28)} ${mean.toFixed(4)} / ${fifth.toFixed(3)} / ${each[0].iou.toFixed(3)}   ${worst.join(' ')}`,
  );
}

const values = readOptions(
  {
    data: { type: 'string', multiple: true },
    test: { type: 'string' },
    'held-out': { type: 'string', default: '0' },
  },
  USAGE,
);
if (!values.data) endWithUsage(USAGE);

await buildModels();
const engine = await createNodeEngine(DIST, { precision: 'int8' });
const seeAll = async (folders: readonly string[], heldOut: number) => {
  const seen: Seen[] = [];
  for (const folder of folders) {
    const cases = findCases(folder).filter(({ id }) => isHeldOut(folder, id, heldOut));
    for (const one of cases) seen.push(await see(one, engine));
  }
  return seen;
};
const data = await seeAll(values.data, Number(values['held-out']));
console.log(`${data.length} pictures`);
const rule = fitted(data);
console.log(JSON.stringify(rule, (_, value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value)));
const folds = Array.from({ length: FOLDS }, (_, fold) => fitted(data.filter((_, i) => i % FOLDS !== fold)));
const foldOf = new Map(data.map((one, i) => [one, folds[i % FOLDS]]));
console.log('IoU mean / 5th percentile / worst, the worst by 1 − IoU:');
told('near alone', data, ({ near }) => near);
told('the present rule', data, ({ near, far, lite }) => fuse(near, far, lite, RULE));
told('fitted, five folds', data, (one) => fuse(one.near, one.far, one.lite, foldOf.get(one)));
if (values.test) {
  const test = await seeAll([values.test], 0);
  console.log(`${values.test}:`);
  told('near alone', test, ({ near }) => near);
  told('the present rule', test, ({ near, far, lite }) => fuse(near, far, lite, RULE));
  told('fitted', test, ({ near, far, lite }) => fuse(near, far, lite, rule));
}
process.exit(0);
