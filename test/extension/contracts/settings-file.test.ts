import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../extension/contracts/settings.ts';
import { fromFile, toFile } from '../../../extension/contracts/settings-file.ts';
import { NO_REMOTE } from '../../../shared/contracts/remote.ts';

const remote = { version: 1, use: 'always', address: 'https://mattes.example', token: 'word' } as const;
const settings: Settings = { ...DEFAULT_SETTINGS, action: 'copy', theme: 'dark', remote };

test('settings come back from the file they were saved in', () => {
  expect(fromFile(toFile(settings), remote)).toEqual(settings);
  expect(fromFile(toFile(DEFAULT_SETTINGS), NO_REMOTE)).toEqual(DEFAULT_SETTINGS);
});

test('the token of a server is not in the file', () => {
  expect(toFile(settings)).not.toContain('word');
});

test('a file never permits that pictures are sent to another server: each is asked about', () => {
  for (const use of ['always', 'fallback', 'ask'] as const) {
    const file = toFile({ ...settings, remote: { ...remote, use } });
    expect(fromFile(file, NO_REMOTE)?.remote).toEqual({ version: 1, use: 'ask', address: remote.address });
  }
  const never = toFile({ ...settings, remote: { ...remote, use: 'never' } });
  expect(fromFile(never, NO_REMOTE)?.remote.use).toBe('never');
});

test('settings of an earlier version are brought up to date, and what can’t be read is the default', () => {
  const file = JSON.stringify({ matteo: 'settings', settings: { version: 2, model: 'portrait', quality: 'best' } });
  expect(fromFile(file, NO_REMOTE)).toEqual(DEFAULT_SETTINGS);
});

test('anything else is no file of settings', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '{}',
    '{"matteo":"settings"}',
    '{"matteo":"settings","settings":[]}',
    '{"settings":{}}',
  ])
    expect(fromFile(text, NO_REMOTE)).toBeUndefined();
});
