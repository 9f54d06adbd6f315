import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { parseCssColour } from '../../shared/image/colour/css-colours.ts';
import { SHADOWS } from '../../shared/image/shadow/cast-shadow.ts';
import type { Shadow } from '../../shared/image/shadow/shade.ts';
import { IN_PLACE_OF, type MatteNetwork } from '../../shared/inference/catalog.ts';
import { FORMATS, type Format } from '../../shared/node/format.ts';
import { PARTS, type Part } from '../../shared/person/part.ts';
import { QUALITIES, type Quality } from '../../shared/pipeline/options.ts';
import { networkNamed } from '../common/network-name.ts';
import { STANDARD } from './files/inputs.ts';
import { DEFAULT_MODEL, OPTIONS, UsageError } from './options.ts';

/** What was asked for, as far as the words alone tell. */
export interface Wishes {
  /** Files, folders, patterns and `-`, as given. */
  readonly photos: readonly string[];
  readonly output: string | undefined;
  readonly matte: string | undefined;
  readonly on: string | undefined;
  readonly watch: string | undefined;
  /** The Worker that does the work, with its token. */
  readonly server: { readonly url: string; readonly token: string } | undefined;
  readonly format: Format | undefined;
  /** Of JPEG and WebP files, 1..100, where it was given. */
  readonly quality: number | undefined;
  /** Of outlines. */
  readonly outlines: Quality | undefined;
  readonly model: MatteNetwork;
  /** The file of a network of one's own, which draws in the place of `model`. */
  readonly own: string | undefined;
  /** Only this part of the people. */
  readonly part: Part | undefined;
  /** Whether that is the part of everybody, or of the person alone whose part is largest. */
  readonly everyone: boolean;
  readonly shadow: Shadow | undefined;
  /** Whether the pictures are the frames of one video: one at a time, then. */
  readonly frames: boolean;
  /** How many pictures at once. */
  readonly jobs: number;
  readonly recursive: boolean;
  readonly skipExisting: boolean;
  readonly skipUnsure: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const MOST_JOBS = 64;

/** A whole number of `least` to `most`. */
function numberOf(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${text}: give a whole number, ${least} to ${most}.`);
}

function formatOf(text: string): Format {
  const format = FORMATS.find((known) => known === text || (text === 'jpg' && known === 'jpeg'));
  if (format) return format;
  throw new UsageError(`There is no format “${text}”: choose ${FORMATS.join(', ')}.`);
}

const isFile = (text: string) => text.endsWith('.onnx');

function modelOf(text: string): MatteNetwork {
  if (isFile(text)) return IN_PLACE_OF;
  try {
    return networkNamed(text);
  } catch (thrown) {
    throw new UsageError((thrown as Error).message);
  }
}

const mostAtOnce = (frames = false): number => (frames ? 1 : Math.min(4, availableParallelism()));

/** What only this machine does. */
const LOCAL = ['watch', 'quality', 'jobs', 'part', 'frames', 'skip-existing', 'skip-unsure'] as const;

function serverOf(values: Readonly<Record<string, unknown>>, photos: readonly string[]): Wishes['server'] {
  const { server, token = process.env.MATTEO_TOKEN ?? '', output, matte, model, on } = values as Record<string, string>;
  if (server === undefined) {
    if (values.token !== undefined) throw new UsageError('--token goes with --server.');
    return undefined;
  }
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`--server ${server}: this is no address.`);
  if (url.href !== `${url.origin}/`)
    throw new UsageError(`--server ${server}: give the address alone, ${url.origin}; the API lies at its root.`);
  if (photos.includes(STANDARD)) throw new UsageError('--server takes files and folders, not the standard input.');
  if (token === '') throw new UsageError('--server wants a token: give --token, or MATTEO_TOKEN in the environment.');
  const other = LOCAL.find((name) => values[name] !== undefined);
  if (other)
    throw new UsageError(`--${other} is for pictures that are cut out on this machine: leave it or --server out.`);
  if (on !== undefined && !parseCssColour(on))
    throw new UsageError(`--on ${on}: a server takes a colour, and no picture.`);
  if (output !== undefined && matte !== undefined) {
    throw new UsageError('A server makes the cutout or the matte: leave -o or --matte out.');
  }
  if (model !== undefined && !['lite', 'portrait-s'].includes(model)) {
    throw new UsageError(`--model ${model} is not run by a server: choose lite or portrait-s.`);
  }
  return { url: url.origin, token };
}

function partOf(text: string): Part {
  const part = PARTS.find((known) => known === text);
  if (part) return part;
  throw new UsageError(`There is no part “${text}”: choose ${PARTS.join(', ')}.`);
}

/** A share of 0 to 1, or of 0% to 100%. */
function opacityOf(text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(number) / (percent ? 100 : 1);
  if (value <= 1) return value;
  throw new UsageError(`--shadow-opacity ${text}: give a share, 0 to 1 or 0% to 100%.`);
}

function shadowOf(values: Readonly<Record<string, unknown>>): Shadow | undefined {
  const { shadow, 'shadow-opacity': opacity, output, matte } = values as Record<string, string | undefined>;
  if (shadow === undefined) {
    if (opacity !== undefined) throw new UsageError('--shadow-opacity goes with --shadow.');
    return undefined;
  }
  const kind = SHADOWS.find((known) => known === shadow);
  if (!kind) throw new UsageError(`There is no shadow “${shadow}”: choose ${SHADOWS.join(', ')}.`);
  if (matte !== undefined && output === undefined) throw new UsageError('A matte has no --shadow: give -o, too.');
  return { kind, opacity: opacity === undefined ? undefined : opacityOf(opacity) };
}

const isOfOutlines = (text: string): text is Quality => (QUALITIES as readonly string[]).includes(text);

/** `--quality` takes a word for outlines and a number for files; the last of each kind counts. */
function qualitiesOf(texts: readonly string[]): Pick<Wishes, 'quality' | 'outlines'> {
  const numbers = texts.filter((text) => !isOfOutlines(text)).map((text) => numberOf('quality', text, 1, 100));
  return { quality: numbers.at(-1), outlines: texts.filter(isOfOutlines).at(-1) };
}

/**
 * Reads the command line.
 *
 * @returns undefined when help was asked for.
 * @throws UsageError, or parseArgs' own error, whose message says what is wrong.
 */
export function readArguments(argv: readonly string[]): Wishes | undefined {
  // `-` alone is a photograph; parseArgs takes it for one too.
  const { values, positionals: photos } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help) return undefined;
  if (photos.length === 0 && values.watch === undefined) throw new UsageError('Which photographs?');
  if (photos.length > 0 && values.watch !== undefined) {
    throw new UsageError('--watch takes its photographs from its folder: give no others.');
  }
  if (values.on !== undefined && values.matte !== undefined && values.output === undefined)
    throw new UsageError('A matte has no --on: give -o, too.');
  if (values.everyone && values.part === undefined) throw new UsageError('--everyone goes with --part.');
  if (values.frames && values.watch !== undefined)
    throw new UsageError('--frames needs all frames at once: leave --watch out.');
  if (values.frames && values.jobs !== undefined && values.jobs !== '1')
    throw new UsageError('Frames come one after the other: leave --jobs or --frames out.');
  if (values.force && values['skip-existing']) throw new UsageError('Choose --force or --skip-existing.');
  return {
    photos,
    output: values.output,
    matte: values.matte,
    on: values.on,
    watch: values.watch,
    server: serverOf(values, photos),
    format: values.format === undefined ? undefined : formatOf(values.format),
    ...qualitiesOf(values.quality ?? []),
    model: modelOf(values.model ?? DEFAULT_MODEL),
    own: values.model !== undefined && isFile(values.model) ? values.model : undefined,
    part: values.part === undefined ? undefined : partOf(values.part),
    everyone: values.everyone ?? values.part !== 'head',
    shadow: shadowOf(values),
    frames: values.frames ?? false,
    jobs: values.jobs === undefined ? mostAtOnce(values.frames) : numberOf('jobs', values.jobs, 1, MOST_JOBS),
    recursive: values.recursive ?? false,
    skipExisting: values['skip-existing'] ?? false,
    skipUnsure: values['skip-unsure'] ?? false,
    force: values.force ?? false,
    json: values.json ?? false,
  };
}
