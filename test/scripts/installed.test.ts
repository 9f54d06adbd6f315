import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { cutout, LIMIT } from './command.ts';

vi.setConfig({ testTimeout: LIMIT });

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Modules and files that are named in a module: imported, or beside it by `new URL('…', import.meta.url)`. */
const NAMED = /\b(?:from|import)\s*\(?\s*'([^']+)'|new URL\('([^']+\.\w+)', import\.meta\.url\)/g;

/** What `matteo` runs: every module of ours that it reaches, and every package. */
async function reached(): Promise<{ modules: Set<string>; packages: Set<string> }> {
  const modules = new Set<string>();
  const packages = new Set<string>();
  // The command itself is called by a name that run.mjs puts together.
  const waiting = [manifest.bin.matteo, 'scripts/cutout.ts'];
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (modules.has(path)) continue;
    modules.add(path);
    if (!/\.(ts|mjs)$/.test(path)) continue;
    const text = (await readFile(join(ROOT, path), 'utf8')).replace(/^import type .*$/gm, '');
    for (const [, imported, beside] of text.matchAll(NAMED)) {
      const to = imported ?? `./${beside}`;
      if (to.startsWith('.')) waiting.push(normalize(join(dirname(path), to)));
      else if (!to.startsWith('node:') && !builtinModules.includes(to)) {
        packages.add(to.split('/', to.startsWith('@') ? 2 : 1).join('/'));
      }
    }
  }
  return { modules, packages };
}

test('the package holds whatever the command reaches, and depends on every package of it', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
  // Older ones of npm tell a list, newer ones an object by name.
  const [{ files }] = Object.values<{ files: { path: string }[] }>(JSON.parse(stdout));
  const packed = new Set(files.map(({ path }) => path));
  const { modules, packages } = await reached();
  // Where the lock file is, it decides; where it isn't, package.json does.
  const left = [...modules].filter((path) => !packed.has(path) && path !== 'package-lock.json');
  expect(left).toEqual([]);
  expect(modules).toContain('models/portrait-s.onnx');
  expect([...packages].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  expect([...packed].filter((path) => /^(test|extension|worker|models\/(dist|cache|train))\//.test(path))).toEqual([]);
});

test('a folder of this package is installed as `matteo`, which says how it is used as npm run cutout does', async () => {
  const prefix = await mkdtemp(join(tmpdir(), 'matteo-prefix-'));
  onTestFinished(() => rm(prefix, { recursive: true, force: true }));
  await run('npm', ['install', '--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund', ROOT]);
  const command = join(prefix, process.platform === 'win32' ? 'matteo.cmd' : 'bin/matteo');
  await access(command);
  expect((await stat(join(ROOT, manifest.bin.matteo))).mode & 0o111).not.toBe(0);
  const shell = process.platform === 'win32';
  const { stdout } = await run(command, ['--help'], { cwd: prefix, shell });
  expect(stdout).toBe((await cutout(prefix, '--help')).out);
});
