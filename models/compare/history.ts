import { execFileSync } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import type { Numbers } from './measure.ts';

/** One line of a network's history. */
export interface Entry {
  readonly date: string;
  /** The repository's commit, with a `+` where files were changed since; `unknown` outside of one. */
  readonly commit: string;
  readonly network: string;
  /** The beginning of the network's SHA-256. */
  readonly hash: string;
  readonly data: string;
  /** The beginning of the SHA-256 of all pictures and masks. */
  readonly dataHash: string;
  readonly numbers: Numbers;
}

/** The commit that is checked out in `folder`. */
export function commitOf(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short=10', 'HEAD') + (isChanged ? '+' : '');
  } catch {
    return 'unknown';
  }
}

const HEAD = `| date | commit | network | its hash | data | their hash | pictures | IoU | IoU, 5 % | Dice | Dice, 5 % |
|---|---|---|---|---|---|---|---|---|---|---|
`;

function row({ date, commit, network, hash, data, dataHash, numbers }: Entry): string {
  const { pictures, iou, dice } = numbers;
  const shares = [iou.mean, iou.low, dice.mean, dice.low].map((value) => value.toFixed(4));
  const cells = [date, commit, network, hash, data, dataHash, String(pictures), ...shares];
  return `| ${cells.map((cell) => cell.replace(/[|\n]/g, ' ')).join(' | ')} |\n`;
}

/**
 * Appends a line to a results file, a Markdown table or, where its name ends in `.jsonl`, an object a line.
 *
 * @throws Error when the file can't be written.
 */
export async function note(file: string, entry: Entry): Promise<void> {
  if (file.endsWith('.jsonl')) return appendFile(file, `${JSON.stringify(entry)}\n`);
  await writeFile(file, HEAD, { flag: 'wx' }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EEXIST') throw thrown;
  });
  await appendFile(file, row(entry));
}
