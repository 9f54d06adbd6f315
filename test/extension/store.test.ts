import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { manifest, type Target } from '../../extension/manifest.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('what the stores are told', () => {
  test('gives a reason for every permission that is asked for, and for no other', async () => {
    const explained = [...(await read('docs/store/permissions.md')).matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    const asked = new Set(
      (['chrome', 'firefox'] satisfies Target[]).flatMap((target) => {
        const { permissions, optional_host_permissions } = manifest(target, '1.2.3');
        return [...permissions, ...optional_host_permissions];
      }),
    );
    expect(explained.sort()).toEqual([...asked].sort());
  });

  test('shows pictures as the stores want them: 1280 × 800, opaque', async () => {
    const folder = fileURLToPath(new URL('../../docs/store/pictures/', import.meta.url));
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const name of names) {
      const { width, height, hasAlpha } = await sharp(`${folder}${name}`).metadata();
      expect([name, width, height, hasAlpha]).toEqual([name, 1280, 800, false]);
    }
  });

  test('fits the stores: a name of at most 75, a description of at most 132 characters in every language', async () => {
    for (const language of await readdir(new URL('../../extension/_locales', import.meta.url))) {
      const words = JSON.parse(await read(`extension/_locales/${language}/messages.json`));
      expect(words.extensionName.message.length, language).toBeLessThanOrEqual(75);
      expect(words.extensionDescription.message.length, language).toBeLessThanOrEqual(132);
    }
  });
});
