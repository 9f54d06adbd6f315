import type { ParseArgsConfig } from 'node:util';
import { SHADOW_DEFAULTS, SHADOWS } from '../../shared/image/shadow/cast-shadow.ts';
import { MATTE_NETWORKS, type MatteNetwork } from '../../shared/inference/catalog.ts';
import { FORMATS } from '../../shared/node/format.ts';
import { PARTS } from '../../shared/person/part.ts';

/** A command line that can't be followed; ends with status 2. */
export class UsageError extends Error {}

type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
};

/** The network that draws the matte by default. */
export const DEFAULT_MODEL: MatteNetwork = 'portrait-s';

/** The default quality of JPEG and WebP. */
export const DEFAULT_QUALITY = 90;

/** Every option with its line of the help. */
export const OPTIONS = {
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE or DIR/',
    help: 'the cutout; a file’s ending (.png, .webp, .jpg) is its format; - is the standard output. Default: <name>-cutout.png in the current folder',
  },
  matte: { type: 'string', value: 'FILE or DIR/', help: 'the grey matte; alone, without -o, no cutout is written' },
  on: {
    type: 'string',
    value: 'COLOUR or PICTURE',
    help: 'lay the cutout on a colour (#rrggbb, #rgb or a name of CSS) or on a picture, scaled to cover',
  },
  shadow: {
    type: 'string',
    value: SHADOWS.join('|'),
    help: 'a black shadow under the cutout: on the ground that the person stands on, or straight behind; it ends where the picture ends',
  },
  'shadow-opacity': {
    type: 'string',
    value: '0..1 or 0%..100%',
    help: `how dark it is where it is darkest (default: ${SHADOW_DEFAULTS.opacity})`,
  },
  format: {
    type: 'string',
    value: FORMATS.join('|'),
    help: 'the format of results in folders (default: png); jpeg is on white unless --on says otherwise',
  },
  quality: {
    type: 'string',
    multiple: true,
    value: '1..100 or fast|fine',
    help: `how good JPEG and WebP are (default: ${DEFAULT_QUALITY}); with fine, MODNet draws the outlines, which takes about twice as long (default: fast)`,
  },
  model: {
    type: 'string',
    value: `${MATTE_NETWORKS.join('|')} or FILE.onnx`,
    help: `the network that draws the matte (default: ${DEFAULT_MODEL}); lite is faster and coarser; a file is a network of your own, with its card beside it (npm run models -- export)`,
  },
  part: {
    type: 'string',
    value: PARTS.join('|'),
    help: 'keep only this part of the people; a head is hair and face with what is worn there, without the neck; of several heads, only the largest is kept (see --everyone)',
  },
  everyone: { type: 'boolean', help: 'with --part head: keep all heads' },
  frames: {
    type: 'boolean',
    help: 'the photographs are the frames of one video, in the order given (those of a folder by name); needs --model FILE.onnx, a network whose input has the matte of the previous frame as fourth channel',
  },
  recursive: { type: 'boolean', short: 'r', help: 'folders with all that are in them; results keep their places' },
  watch: {
    type: 'string',
    value: 'DIR',
    help: 'cut out what is in this folder and whatever comes into it, until stopped',
  },
  server: {
    type: 'string',
    value: 'URL',
    help: 'have them cut out as a batch by a Worker that takes batches; the same command again goes on where it stopped',
  },
  token: {
    type: 'string',
    value: 'TOKEN',
    help: 'the token of that Worker; default: MATTEO_TOKEN in the environment, where others on this machine do not see it',
  },
  jobs: {
    type: 'string',
    short: 'j',
    value: 'N',
    help: 'how many pictures at once (default: as many as there are cores, at most 4)',
  },
  'skip-existing': {
    type: 'boolean',
    help: 'leave out photographs whose results are there, unless several of those given have one name',
  },
  'skip-unsure': { type: 'boolean', help: 'write nothing of what may be no person' },
  force: { type: 'boolean', short: 'f', help: 'allow a result to replace a photograph that was given' },
  json: { type: 'boolean', help: 'one JSON line per photograph' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
} as const satisfies Record<string, Option>;

const lineOf = ([name, option]: [string, Option]): string => {
  const short = option.short ? `-${option.short}, ` : '    ';
  return `  ${short}--${name}${option.value ? ` ${option.value}` : ''}\n          ${option.help}`;
};

/** What follows on a mistake: the whole help would push the sentence that matters out of the window. */
export const SEE_HELP = 'See matteo --help (in a copy of the repository: npm run cutout -- --help).';

/** What `--help` says. */
export const USAGE = `Cuts the people out of photographs.

  matteo PHOTO… [options]           (in a copy of the repository also: npm run cutout -- PHOTO… [options])

A photograph is a file, a folder (its pictures, without those that end in -cutout or -matte), a pattern
such as 'holiday/**/*.jpg', or - for the standard input, whose cutout goes to the standard output by default.
The result of a.jpg is a-cutout.png. Where a.png lies beside a.jpg, they are a.jpg-cutout.png and a.png-cutout.png.

${Object.entries(OPTIONS).map(lineOf).join('\n')}

Exit status: 0 all done, 1 some photograph failed (the others are written), 2 usage,
130 stopped by Ctrl-C, 143 or 129 by another signal (no file is left half written).`;
