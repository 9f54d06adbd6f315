import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import messages from '../../extension/_locales/en/messages.json' with { type: 'json' };
import { type Words, wordsSchema } from '../../extension/contracts/words.ts';

const ROOM = fileURLToPath(new URL('../../extension/', import.meta.url));

const placeholdersOf = (words: Words) =>
  Object.entries(words).map(([key, { placeholders = {} }]) => [key, Object.entries(placeholders).sort()]);

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

test('English has no words of the trade and no stiff ones', () => {
  const stiff =
    /\byour leave\b|\bwithout leave\b|passed over|holds at once|for want of|\bmatte\b|WebAssembly|half precision|Matteo Worker|can be had/i;
  const said = Object.entries(messages).map(([key, { message }]) => [key, message] as const);
  // The pattern for file names is typed with the word `matte`.
  expect(said.filter(([key, message]) => key !== 'fileNameHelp' && stiff.test(message))).toEqual([]);
});

describe.for(await readdir(`${ROOM}_locales`))('in %s', (locale) => {
  const read = async () =>
    wordsSchema.parse(JSON.parse(await readFile(`${ROOM}_locales/${locale}/messages.json`, 'utf8')));

  test('every sentence is there, and no other', async () => {
    expect(Object.keys(await read()).sort()).toEqual(Object.keys(messages).sort());
  });

  test('every placeholder is declared and used as in English', async () => {
    const words = await read();
    for (const [key, { message, placeholders = {} }] of Object.entries(words)) {
      const used = new Set([...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name.toLowerCase()));
      expect([key, [...used].sort()]).toEqual([key, Object.keys(placeholders).sort()]);
    }
    expect(placeholdersOf(words).sort()).toEqual(placeholdersOf(messages).sort());
  });

  test('the folder is named after the language', async () => {
    expect((await read()).languageTag.message).toBe(locale.replace('_', '-'));
  });
});
