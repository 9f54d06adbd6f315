import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const RUN = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));

/** For tests and hooks that start commands: longer than several of them take on a busy machine, in milliseconds. */
export const LIMIT = 480_000;

export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one of the project's commands in `cwd` to its end. */
export const runCommand = (name: string, args: readonly string[], cwd = '.'): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [RUN, name, ...args], { cwd }, (_, out, err) =>
      resolve({ status: child.exitCode ?? -1, out, err }),
    );
  });

/** The terminal command while it runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves when either output has what `is` looks for. @throws Error when the command ends before. */
  until(is: (run: Running) => boolean): Promise<void>;
  /** Its exit status, as a shell tells it: 128 and the signal's number where a signal ended it. */
  readonly ended: Promise<number>;
}

/** Starts the terminal command in `cwd`; `node` are options for Node itself. */
export function start(cwd: string, args: readonly string[], node: readonly string[] = []): Running {
  const child = spawn(process.execPath, [...node, RUN, 'cutout', ...args], { cwd });
  const said = { out: '', err: '' };
  let tell = () => {};
  child.stdout.on('data', (text) => {
    said.out += text;
    tell();
  });
  child.stderr.on('data', (text) => {
    said.err += text;
    tell();
  });
  // Its end is when both outputs are read to their ends, too.
  const ended = once(child, 'close').then(
    ([status, signal]): number => status ?? 128 + constants.signals[signal as NodeJS.Signals],
  );
  const over = ended.then((status) => {
    throw new Error(`The command ended with ${status}: ${said.err}`);
  });
  over.catch(() => {});
  const run: Running = {
    child,
    out: () => said.out,
    err: () => said.err,
    ended,
    async until(is) {
      while (!is(run)) {
        const more = new Promise<void>((resolve) => {
          tell = resolve;
        });
        await Promise.race([more, over]);
      }
    },
  };
  return run;
}

/** Runs the terminal command in `cwd` to its end. */
export const cutout = (cwd: string, ...args: string[]): Promise<Ended> => runCommand('cutout', args, cwd);

/** One line of `--json`. */
export interface Line {
  readonly input: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly model: string;
  readonly backend: string | null;
  readonly person: 'yes' | 'unsure' | 'no' | null;
  readonly confidence: number | null;
  readonly ms: Readonly<Record<string, number>>;
  readonly written: readonly string[];
  readonly skipped?: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** The JSON lines by their input. */
export const linesOf = ({ out }: Ended): Map<string, Line> =>
  new Map(
    out
      .trim()
      .split('\n')
      .map((line): [string, Line] => {
        const told: Line = JSON.parse(line);
        return [told.input, told];
      }),
  );

export interface Read {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Buffer;
}

/** A PNG's values as they lie in the file. @throws when it is no 8-bit PNG. */
export async function readPng(path: string): Promise<Read> {
  const { format, depth } = await sharp(path).metadata();
  if (format !== 'png' || depth !== 'uchar') throw new Error(`${path} is ${format}, ${depth}`);
  const { space } = await sharp(path).metadata();
  const { data, info } = await sharp(path)
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, data };
}

/** Every `channels`-th value from `first` on. */
export const channelOf = ({ data, channels }: Read, first: number): Buffer =>
  data.filter((_, i) => i % channels === first) as Buffer;

/** Soft intersection over union of two mattes. */
export function agreement(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    both += Math.min(a[i], b[i]);
    either += Math.max(a[i], b[i]);
  }
  return both / either;
}
