import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** True for a text that has a pattern's characters in it. */
export const isPattern = (text: string): boolean => /[*?[{]/.test(text);

/** The alternatives of the first pair of braces, each with what surrounds it; the text alone where there is none. */
function alternatives(pattern: string): string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!braces) return [pattern];
  const [whole, inside] = braces;
  const [before, after] = [pattern.slice(0, braces.index), pattern.slice(braces.index + whole.length)];
  return inside.split(',').flatMap((choice) => alternatives(`${before}${choice}${after}`));
}

/** What one part of a path, between slashes, must look like: `*`, `?` and `[…]` as in a shell. */
function partExpression(part: string): RegExp {
  const source = part.replace(/\[([!^]?)(\]?[^\]]*)\]|[*?]|[^*?[]+|\[/g, (found, not: string, set?: string) => {
    if (found === '*') return '.*';
    if (found === '?') return '.';
    if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
    return found.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  // As in a shell, a hidden name is meant only where the pattern itself begins with a dot.
  return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`, 'su');
}

async function* walk(folder: string, parts: readonly string[]): AsyncGenerator<string> {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (part !== '**' && !isPattern(part)) {
    const path = join(folder, part);
    if (rest.length > 0) yield* walk(path, rest);
    else if (await stat(path).catch(() => undefined)) yield path;
    return;
  }
  if (part === '**') yield* walk(folder, rest.length > 0 ? rest : ['*']);
  const fits = part === '**' ? /^(?!\.)/ : partExpression(part);
  for (const entry of await readdir(folder || '.', { withFileTypes: true }).catch(() => [])) {
    if (!fits.test(entry.name)) continue;
    const path = join(folder, entry.name);
    // A link to a folder is not gone into by `**`: it may lead back.
    if (part === '**') {
      if (entry.isDirectory()) yield* walk(path, parts);
    } else if (rest.length > 0) yield* walk(path, rest);
    else yield path;
  }
}

/**
 * The files that a pattern names: `*`, `?`, `[…]`, `{a,b}` and `**` for any depth of folders, as in a shell; each once,
 * in the order of their names. Folders are left out.
 */
export async function filesMatching(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const one of alternatives(process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern)) {
    const root = /^([A-Za-z]:)?\/+/.exec(one)?.[0] ?? '';
    const parts = one.slice(root.length).split('/').filter(Boolean);
    for await (const path of walk(root, parts)) {
      if ((await stat(path).catch(() => undefined))?.isDirectory() === false) found.add(path);
    }
  }
  return [...found].sort(byName);
}

/** The order in which people expect names: numbers by their value. */
export const byName: (a: string, b: string) => number = new Intl.Collator('en', { numeric: true }).compare;
