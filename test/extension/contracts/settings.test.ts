import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SETTINGS,
  isNamePattern,
  pageSettingsSchema,
  policiesFrom,
  type Settings,
  settingsFrom,
} from '../../../extension/contracts/settings.ts';
import { NO_REMOTE } from '../../../shared/contracts/remote.ts';

const server = { version: 1, use: 'fallback', address: 'https://mattes.example', token: 'word' } as const;

/** None of its fields is the default. */
const CHANGED: Settings = {
  version: 3,
  action: 'copy',
  backend: 'wasm',
  model: 'lite',
  own: 'ab'.repeat(32),
  quality: 'fine',
  remote: server,
  menu: 'all',
  menuEverywhere: true,
  sealOthers: true,
  fileName: '{date} {name}',
  askWhere: true,
  trim: true,
  saveSize: '1080',
  saveFormat: 'image/webp',
  saveQuality: 0.5,
  background: { kind: 'colour', colour: '#fffdf8' },
  language: 'zh_TW',
  theme: 'dark',
  listView: 'grid',
  listHead: true,
};

describe('settings', () => {
  test('are the defaults where nothing was kept', () => {
    expect(settingsFrom({})).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS).toEqual({
      version: 3,
      action: 'replace',
      backend: 'auto',
      model: 'portrait-s',
      own: '',
      quality: 'auto',
      remote: NO_REMOTE,
      menu: 'one',
      menuEverywhere: false,
      sealOthers: false,
      fileName: '{name}-{output}',
      askWhere: false,
      trim: false,
      saveSize: 'full',
      saveFormat: 'image/png',
      saveQuality: 0.9,
      background: { kind: 'none' },
      language: 'auto',
      theme: 'auto',
      listView: 'rows',
      listHead: false,
    });
  });

  test('are read as they were kept', () => {
    expect(settingsFrom({ settings: CHANGED })).toEqual(CHANGED);
  });

  test('take the server along from version 1', () => {
    expect(settingsFrom({ remote: server })).toEqual({ ...DEFAULT_SETTINGS, remote: server });
    expect(settingsFrom({ remote: { version: 1, use: 'sometimes' } })).toEqual(DEFAULT_SETTINGS);
  });

  test('call our own network by its one name from version 3 on', () => {
    const before = { ...CHANGED, version: 2, model: 'portrait' };
    expect(settingsFrom({ settings: before })).toEqual({ ...CHANGED, model: 'portrait-s' });
    expect(settingsFrom({ settings: { ...CHANGED, version: 2 } })).toEqual(CHANGED);
  });

  test('of this version hide what version 1 left behind', () => {
    expect(settingsFrom({ settings: CHANGED, remote: { version: 1, use: 'never' } })).toEqual(CHANGED);
  });

  test.for([
    ['action', 'delete'],
    ['backend', 'abacus'],
    ['model', 7],
    ['quality', 'finest'],
    ['remote', { ...server, address: 'http://elsewhere.example' }],
    ['menuEverywhere', 'yes'],
    ['sealOthers', 1],
    ['fileName', '{name}/{secret}'],
    ['background', { kind: 'colour', colour: 'url(x)' }],
    ['language', '../../etc'],
    ['version', 'two'],
  ] as const)('lose nothing but a field %s that can’t be read', ([field, wrong]) => {
    const expected = { ...CHANGED, [field]: DEFAULT_SETTINGS[field] };
    expect(settingsFrom({ settings: { ...CHANGED, [field]: wrong } })).toEqual(expected);
    const { [field]: _, ...without } = CHANGED;
    expect(settingsFrom({ settings: without })).toEqual(expected);
  });

  test('of a later version keep the fields that this one knows', () => {
    expect(settingsFrom({ settings: { ...CHANGED, version: 9, more: true } })).toEqual(CHANGED);
  });

  test.for([null, 'yes', 4, []])('that are %j count as never kept', (settings) => {
    expect(settingsFrom({ settings })).toEqual(DEFAULT_SETTINGS);
  });

  test('keep the server from web pages', () => {
    expect(JSON.stringify(pageSettingsSchema.parse(CHANGED))).not.toMatch(/mattes\.example|word/);
  });
});

test.for([
  ['{name}-{output}', true],
  ['{date}', true],
  ['holiday', true],
  ['{name', false],
  ['{width}×{height} {n}', true],
  ['{Name}', false],
  ['{m}', false],
  ['{}', false],
  ['  ', false],
  ['x'.repeat(101), false],
] as const)('“%s” is a pattern of names: %s', ([pattern, is]) => {
  expect(isNamePattern(pattern)).toBe(is);
});

describe('policies of administrators', () => {
  const schema = JSON.parse(readFileSync('extension/managed-schema.json', 'utf8')) as {
    properties: Record<string, { enum?: string[] }>;
  };

  test('can be made of every setting of the options, as the schema for browsers says', () => {
    const { version: _, own: __, listView: ___, listHead: ____, ...settings } = CHANGED;
    expect(policiesFrom(settings)).toEqual(settings);
    // The welcome page is no setting of a person's.
    expect(Object.keys(schema.properties).sort()).toEqual([...Object.keys(settings), 'welcome'].sort());
  });

  test('take each value that the schema names', () => {
    for (const [name, { enum: values = [] }] of Object.entries(schema.properties)) {
      for (const value of values) expect(policiesFrom({ [name]: value })).toEqual({ [name]: value });
    }
  });

  test('leave a setting to the person where they can’t be read', () => {
    expect(policiesFrom({ quality: 'best', theme: 'dark', remote: 'https://mattes.example', more: 1 })).toEqual({
      theme: 'dark',
    });
    expect(policiesFrom({})).toEqual({});
  });

  test.each([
    [{ use: 'never' }, { version: 1, use: 'never' }],
    [
      { use: 'fallback', address: 'mattes.example/' },
      { version: 1, use: 'fallback', address: 'https://mattes.example' },
    ],
    [
      { use: 'always', address: 'http://mattes.example', token: 5 },
      { version: 1, use: 'always' },
    ],
    [
      { use: 'alwyas', address: 'https://mattes.example' },
      { version: 1, use: 'never', address: 'https://mattes.example' },
    ],
    [{ address: 'https://mattes.example' }, { version: 1, use: 'ask', address: 'https://mattes.example' }],
  ])('%j of the server sends nothing that they did not write', (remote, read) => {
    expect(policiesFrom({ remote })).toEqual({ remote: read });
  });
});
