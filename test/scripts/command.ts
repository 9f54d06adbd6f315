import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const RUN = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));

export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the terminal command in `cwd` to its end. */
export const cutout = (cwd: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [RUN, 'cutout', ...args], { cwd }, (_, out, err) =>
      resolve({ status: child.exitCode ?? -1, out, err }),
    );
  });

/** One line of `--json`. */
export interface Line {
  readonly input: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly model: string;
  readonly backend: string | null;
  readonly person: boolean | null;
  readonly ms: Readonly<Record<string, number>>;
  readonly written: readonly string[];
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
