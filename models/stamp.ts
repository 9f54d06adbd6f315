import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from './hash.ts';

const STAMP = 'stamp.json';
const MODELS = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What an export is made from and what came of it. */
interface Stamp {
  /** Hash over the exporter: its sources (pinned hashes among them), the shared files it uses, the lock file. */
  readonly made: string;
  /** Hash of each file in the folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** The hash of everything that decides what the exporter writes. */
async function ingredients(): Promise<string> {
  const all = await readdir(MODELS, { recursive: true });
  const own = all
    .filter((name) => /\.(ts|proto)$/.test(name) && !/^(dist|cache|evaluate|keras|metrics|own)\b/.test(name))
    .sort();
  const paths = [
    ...own.map((name) => join(MODELS, name)),
    ...['shared/inference/catalog.ts', 'shared/inference/golden.ts', 'package-lock.json'].map((name) =>
      join(ROOT, name),
    ),
  ];
  // A package that npm installed has no lock file.
  if (!existsSync(join(ROOT, 'package-lock.json'))) paths[paths.length - 1] = join(ROOT, 'package.json');
  const hash = createHash('sha256');
  for (const path of paths) hash.update(sha256(await readFile(path)));
  return hash.digest('hex');
}

/** The stamp for a folder of finished files. */
export const stampOf = async (files: Stamp['files']): Promise<{ name: string; text: string }> => ({
  name: STAMP,
  text: `${JSON.stringify({ made: await ingredients(), files } satisfies Stamp, null, 2)}\n`,
});

/** True when `folder` holds, byte for byte, what this exporter wrote or would write. */
export async function upToDate(folder: string): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(join(folder, STAMP), 'utf8')) as Stamp;
    if (stamp.made !== (await ingredients())) return false;
    for (const [name, hash] of Object.entries(stamp.files)) {
      if (sha256(await readFile(join(folder, name))) !== hash) return false;
    }
    return true;
  } catch {
    return false;
  }
}
