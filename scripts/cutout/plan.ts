import { existsSync, statSync } from 'node:fs';
import { reportOf } from '../../shared/errors.ts';
import { parseCssColour } from '../../shared/image/colour/css-colours.ts';
import type { Colour, Picture } from '../../shared/image/picture.ts';
import { type Encoding, endingOf, formatOfEnding } from '../../shared/node/format.ts';
import { type OwnNetwork, readOwn } from '../../shared/node/own-network.ts';
import type { Wishes } from './arguments.ts';
import { type Input, type Inputs, STANDARD } from './files/inputs.ts';
import { createNamer, type Namer, type Place, type Target } from './files/names.ts';
import { readInput } from './files/read.ts';
import { type FileSet, fileSet } from './files/same-file.ts';
import { DEFAULT_QUALITY, UsageError } from './options.ts';

/** A kind of result: where it goes and as what. */
export interface Output {
  readonly kind: 'cutout' | 'matte';
  readonly target: Target;
  readonly encoding: Encoding;
}

/** What is to be done. */
export interface Plan {
  readonly wishes: Wishes;
  readonly outputs: readonly Output[];
  readonly on: Colour | Picture | undefined;
  /** The network of one's own that draws. */
  readonly own?: OwnNetwork | undefined;
  /** Every photograph given, so that none is overwritten. */
  readonly photographs: FileSet;
  readonly name: Namer;
}

function targetOf(path: string, { photos, folders }: Inputs): Target {
  if (path === STANDARD && photos.length === 1 && !folders) return { file: path };
  if (path === STANDARD) throw new UsageError('The standard output holds one result: give a folder.');
  const isFolder = folders || /[/\\]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
  if (isFolder) return { folder: path };
  if (photos.length > 1)
    throw new UsageError(`${path} is one file for ${photos.length} photographs; give a folder: ${path}/`);
  return { file: path };
}

/** Other names of the standard output. */
const STANDARD_TOO = ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

function outputOf(kind: Output['kind'], given: string, wishes: Wishes, inputs: Inputs): Output {
  const path = STANDARD_TOO.includes(given) ? STANDARD : given;
  const target = targetOf(path, inputs);
  const ending = 'file' in target && path !== STANDARD ? formatOfEnding(path) : undefined;
  if (ending === 'other' && !wishes.format) {
    throw new UsageError(`${path}: results are .png, .webp or .jpg; give one of these endings, or --format.`);
  }
  if (ending && ending !== 'other' && wishes.format && wishes.format !== ending) {
    throw new UsageError(`${path} is to be ${wishes.format}, but its ending says ${ending}.`);
  }
  const format = wishes.format ?? (ending === 'other' ? undefined : ending) ?? 'png';
  return { kind, target, encoding: { format, quality: wishes.quality ?? DEFAULT_QUALITY } };
}

/**
 * @returns the results that are files by their names.
 * @throws UsageError where one would take the place of a photograph, of the background, or of another.
 */
function checkOverwriting(outputs: readonly Output[], wishes: Wishes, photographs: FileSet): FileSet {
  const background = fileSet(wishes.on === undefined || parseCssColour(wishes.on) ? [] : [wishes.on]);
  const files = fileSet();
  for (const { target, kind } of outputs) {
    if (!('file' in target)) continue;
    const { file } = target;
    if (files.has(file)) throw new UsageError(`${file} can't be both the cutout and the ${kind}.`);
    files.add(file);
    if (wishes.force || file === STANDARD) continue;
    if (photographs.has(file)) throw new UsageError(`${file} would overwrite the photograph; --force allows it.`);
    if (background.has(file)) throw new UsageError(`${file} would overwrite the background; --force allows it.`);
  }
  return files;
}

async function backgroundOf(text: string): Promise<Colour | Picture> {
  const colour = parseCssColour(text);
  if (colour) return colour;
  if (!existsSync(text))
    throw new UsageError(`--on ${text}: neither a colour (#rrggbb, white, …) nor a picture that exists.`);
  try {
    // Loaded only now: most command lines need no decoder here.
    const { decode } = await import('../../shared/node/decode.ts');
    return await decode(await readInput(text));
  } catch (thrown) {
    throw new UsageError(`--on ${text}: ${reportOf(thrown).message}`);
  }
}

async function ownOf(file: string): Promise<OwnNetwork> {
  try {
    return await readOwn(file);
  } catch (thrown) {
    throw new UsageError(`--model ${file}: ${(thrown as Error).message}`);
  }
}

/**
 * Decides what is done with the photographs that were found.
 *
 * @throws UsageError.
 */
export async function planFor(wishes: Wishes, inputs: Inputs): Promise<Plan> {
  const { photos } = inputs;
  const fromStandard = photos.length === 1 && photos[0].path === STANDARD;
  const output = wishes.output ?? (wishes.matte === undefined ? (fromStandard ? STANDARD : '.') : undefined);
  const outputs: Output[] = [];
  if (output !== undefined) outputs.push(outputOf('cutout', output, wishes, inputs));
  if (wishes.matte !== undefined) outputs.push(outputOf('matte', wishes.matte, wishes, inputs));
  if (wishes.quality !== undefined && outputs.every(({ encoding }) => encoding.format === 'png')) {
    throw new UsageError(
      `--quality ${wishes.quality} is for JPEG and WebP, and a PNG loses nothing: leave it out, or give --format.`,
    );
  }
  const photographs = fileSet(photos.flatMap(({ path }) => (path === STANDARD ? [] : [path])));
  const files = checkOverwriting(outputs, wishes, photographs);
  if (wishes.on !== undefined && !parseCssColour(wishes.on)) photographs.add(wishes.on);
  if (toStandard(outputs) && process.stdout.isTTY) {
    throw new UsageError('A terminal shows no pictures: send the standard output to a file, or give -o.');
  }
  const on = wishes.on === undefined ? undefined : await backgroundOf(wishes.on);
  const own = wishes.own === undefined ? undefined : await ownOf(wishes.own);
  if (wishes.frames && !own?.card.fourth)
    throw new UsageError(
      '--frames needs --model FILE.onnx, a network of your own that takes the matte of the previous frame: its card has “fourth”.',
    );
  const plan = { wishes, outputs, on, own, photographs, name: createNamer(photographs, files) };
  // All at once: of those with one name the first given has the first name, whichever is done first.
  for (const input of photos) pathsOf(plan, input);
  return plan;
}

/** True where a result is written to the standard output, so that words must not be. */
export const toStandard = (outputs: readonly Output[]): boolean =>
  outputs.some(({ target }) => 'file' in target && target.file === STANDARD);

/** A photograph's results, with the path of each. */
export const pathsOf = ({ outputs, name }: Plan, input: Input): (Output & Place)[] =>
  outputs.map((output) => ({
    ...output,
    ...name(output.target, input, output.kind, endingOf(output.encoding.format)),
  }));
