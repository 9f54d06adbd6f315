import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import messages from '../../extension/_locales/en/messages.json' with { type: 'json' };

const ROOM = fileURLToPath(new URL('../../extension/', import.meta.url));

test('every sentence is used, and every key that pages and manifest name exists', async () => {
  const files = (await readdir(ROOM, { recursive: true })).filter((path) => /\.(ts|html)$/.test(path));
  const sources = (await Promise.all(files.map((path) => readFile(`${ROOM}${path}`, 'utf8')))).join('\n');
  const keys = new Set(Object.keys(messages));
  expect([...keys].filter((key) => !new RegExp(`['"_]${key}(['"]|__)`).test(sources))).toEqual([]);
  const named = [...sources.matchAll(/data-(?:words|label)="(?!key")(\w+)"|__MSG_(\w+)__/g)].map(
    (match) => match[1] ?? match[2],
  );
  expect(named.filter((key) => !keys.has(key))).toEqual([]);
});

test('every placeholder is declared', () => {
  for (const [key, entry] of Object.entries(messages) as [
    string,
    { message: string; placeholders?: Record<string, unknown> },
  ][]) {
    const used = [...entry.message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name.toLowerCase());
    expect([key, used.sort()]).toEqual([key, Object.keys(entry.placeholders ?? {}).sort()]);
  }
});
