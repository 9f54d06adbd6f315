import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildExtension } from '../../extension/build.ts';
import { filesIn } from '../../scripts/package/files.ts';
import { sizesOf } from '../../scripts/package/sizes.ts';
import { type Files, reproducibleZip } from '../../scripts/package/zip.ts';

/** Addresses that scripts name without ever loading from them: a namespace, the patterns of all hosts, a field's example, a sentence of the runtime. */
const NAMED = [
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://*/*',
  'https://*/*',
  'https://',
  'https://web.dev/cross-origin-isolation-guide/',
];

describe.each(['chrome', 'firefox'] as const)('the packaged extension for %s', (target) => {
  let folder: string;
  let files: Files;
  const textOf = (name: string) => new TextDecoder().decode(files[name]);
  const named = (pattern: RegExp) => Object.keys(files).filter((name) => pattern.test(name));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matteo-packaged-'));
    await buildExtension(target, join(folder, 'first'));
    files = await filesIn(join(folder, 'first'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is the same, byte for byte, when it is built again', async () => {
    await buildExtension(target, join(folder, 'second'));
    const again = await filesIn(join(folder, 'second'));
    expect(Object.keys(again).sort()).toEqual(Object.keys(files).sort());
    expect(Object.keys(files).filter((name) => !Buffer.from(files[name]).equals(again[name]))).toEqual([]);
  });

  test('stays within its size budget, part by part', () => {
    expect(sizesOf(files, target).filter(({ packed, budget }) => packed > budget)).toEqual([]);
  });

  test('is at most 30 MB to download', () => {
    expect(reproducibleZip(files).length).toBeLessThanOrEqual(30e6);
  });

  test('loads nothing from elsewhere: its pages name only files of its own (privacy 23)', () => {
    for (const page of named(/\.html$/)) {
      const loaded = [...textOf(page).matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="([^"]*)"/g)];
      expect(loaded.length, page).toBeGreaterThan(0);
      for (const [, url] of loaded)
        expect(files, `${page} → ${url}`).toHaveProperty([posix.join(posix.dirname(page), url)]);
    }
  });

  test('holds the networks that it runs (privacy 1)', () => {
    const catalog = JSON.parse(textOf('models/catalog.json')) as { artifacts: { file: string; network: string }[] };
    expect(new Set(catalog.artifacts.map(({ network }) => network))).toEqual(
      new Set(['portrait-s', 'modnet', 'lite', 'face', 'parts']),
    );
    for (const { file } of catalog.artifacts) expect(files).toHaveProperty([`models/${file}`]);
  });

  test('runs no text as code, and names no address of a server', () => {
    for (const script of named(/\.js$/)) {
      expect(textOf(script).match(/\beval\(|\bnew Function\(|\bimportScripts\(/g) ?? [], script).toEqual([]);
    }
    const addresses = named(/\.(js|mjs|css|html)$/).flatMap(
      (name) => textOf(name).match(/https?:\/\/[^"'`\\ )<$]*/g) ?? [],
    );
    expect([...new Set(addresses)].filter((address) => !NAMED.includes(address))).toEqual([]);
  });
});
