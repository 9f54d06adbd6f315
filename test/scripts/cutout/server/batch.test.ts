import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readArguments } from '../../../../scripts/cutout/arguments.ts';
import { findInputs } from '../../../../scripts/cutout/files/inputs.ts';
import { planFor } from '../../../../scripts/cutout/plan.ts';
import { type Api, createApi, Declined } from '../../../../scripts/cutout/server/api.ts';
import { cutOnServer } from '../../../../scripts/cutout/server/batch.ts';
import type { BatchStatus } from '../../../../shared/contracts/batches.ts';
import type { Line } from '../../command.ts';
import { room } from '../room.ts';

vi.mock('../../../../scripts/cutout/server/api.ts', async (original) => ({
  ...(await original<object>()),
  createApi: vi.fn(),
}));

const SERVER = ['--server', 'http://a.test', '--token', 'one'];

/** When the servers made their batches. */
const EARLIER = '2026-01-01T00:00:00Z';

/** A server whose results are the bytes that were sent; “2 photo.jpg” ends before “photo.jpg”. */
function unordered(): Api {
  const sent = new Map<string, Uint8Array<ArrayBuffer>>();
  const status = async () =>
    ({ id: 'b', state: 'open', created: EARLIER, pictures: { all: sent.size } }) as BatchStatus;
  return {
    create: status,
    status,
    sent: async () => ({ pictures: [], cursor: '', isLast: true }),
    send: async (_, name, bytes) => void sent.set(name, bytes),
    start: async () => {},
    async results() {
      const names = [...sent.keys()].sort();
      const done = { state: 'done', type: 'image/png', person: 'yes' } as const;
      const results = names.map((name) => ({ ...done, name, href: name, bytes: sent.get(name)!.length }));
      return { results, cursor: '', isLast: true };
    },
    fetch: async (href) => sent.get(href)!,
    remove: async () => {},
  };
}

test('of pictures with one name the first given has the first name, whichever ends first', async () => {
  vi.mocked(createApi).mockReturnValue(unordered());
  const told = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => told.mockRestore());
  const folder = await room();
  const photos = ['b', 'a'].map((name) => join(folder, name, 'photo.jpg'));
  for (const photo of photos) {
    await mkdir(join(photo, '..'));
    await writeFile(photo, photo);
  }
  const wishes = readArguments([...photos, '-o', join(folder, 'out/'), ...SERVER])!;
  const inputs = await findInputs(wishes.photos, false);
  expect(await cutOnServer(await planFor(wishes, inputs), inputs, wishes.server!)).toBe(true);
  expect(told).toHaveBeenCalledTimes(2);
  for (const [i, name] of ['photo-cutout.png', 'photo-2-cutout.png'].entries()) {
    expect(await readFile(join(folder, 'out', name), 'utf8')).toBe(photos[i]);
  }
});

/** A server that remembers its batches by their keys; it takes what `takes` says, and cuts it out when a batch is started. */
function remembering(takes: (name: string) => boolean): Api & { readonly open: () => number } {
  const batches = new Map<string, { state: BatchStatus['state']; sent: Map<string, Uint8Array<ArrayBuffer>> }>();
  const status = async (id: string) => {
    const { state, sent } = batches.get(id)!;
    return { id, state, created: EARLIER, pictures: { all: sent.size } } as BatchStatus;
  };
  return {
    open: () => [...batches.values()].filter(({ state }) => state === 'open').length,
    async create(_, key) {
      if (!batches.has(key)) batches.set(key, { state: 'open', sent: new Map() });
      return status(key);
    },
    status,
    sent: async () => ({ pictures: [], cursor: '', isLast: true }),
    async send(id, name, bytes) {
      if (!takes(name)) throw new Declined('unreachable', 'It was not taken.');
      batches.get(id)!.sent.set(name, bytes);
    },
    async start(id) {
      batches.get(id)!.state = 'ended';
    },
    async results(id) {
      const done = { state: 'done', type: 'image/png', person: 'yes' } as const;
      const results = [...batches.get(id)!.sent].map(([name, { length }]) => ({
        ...{ ...done, name, bytes: length },
        href: JSON.stringify([id, name]),
      }));
      return { results, cursor: '', isLast: true };
    },
    async fetch(href) {
      const [id, name] = JSON.parse(href);
      return batches.get(id)!.sent.get(name)!;
    },
    remove: async (id) => void batches.delete(id),
  };
}

test('what could not be sent is told in every run, and is made as soon as it can be sent', async () => {
  const taken = new Set(['a.jpg']);
  const server = remembering((name) => taken.has(name));
  vi.mocked(createApi).mockReturnValue(server);
  const folder = await room('in/a.jpg', 'in/large.jpg', 'in/later.jpg');
  const out = join(folder, 'out');
  const wishes = readArguments([join(folder, 'in'), '-o', out, '--json', ...SERVER])!;
  const run = async () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    const inputs = await findInputs(wishes.photos, false);
    const isWell = await cutOnServer(await planFor(wishes, inputs), inputs, wishes.server!);
    const lines = said.mock.calls.map(([line]) => JSON.parse(line) as Line);
    said.mockRestore();
    return [isWell, Object.fromEntries(lines.map(({ input, error }) => [basename(input), error?.code ?? 'done']))];
  };
  const failed = { 'a.jpg': 'done', 'large.jpg': 'unreachable', 'later.jpg': 'unreachable' };
  expect(await run()).toEqual([false, failed]);
  expect(await run()).toEqual([false, failed]);
  // A batch without pictures would count among those that a token may have.
  expect(server.open()).toBe(0);
  taken.add('later.jpg');
  for (let again = 0; again < 2; again++) expect(await run()).toEqual([false, { ...failed, 'later.jpg': 'done' }]);
  taken.add('large.jpg');
  for (let again = 0; again < 2; again++) {
    expect(await run()).toEqual([true, { 'a.jpg': 'done', 'large.jpg': 'done', 'later.jpg': 'done' }]);
  }
  expect((await readdir(out)).sort()).toEqual(['a', 'large', 'later'].map((name) => `${name}-cutout.png`));
});

test.for([
  ['older than the batch', '2025-12-31', [], 'one'],
  ['newer than the batch, as an earlier run wrote it', '2026-01-02', [], 'old'],
  ['newer than the batch, with --force', '2026-01-02', ['--force'], 'one'],
] as const)('a file of the same length, %s', async ([, changed, options, expected]) => {
  vi.mocked(createApi).mockReturnValue(remembering(() => true));
  const told = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => told.mockRestore());
  const folder = await room('out/a-cutout.png');
  const [photo, result] = ['a.jpg', 'out/a-cutout.png'].map((name) => join(folder, name));
  await writeFile(photo, 'one');
  await writeFile(result, 'old');
  await utimes(result, new Date(changed), new Date(changed));
  const wishes = readArguments([photo, '-o', join(folder, 'out'), ...SERVER, ...options])!;
  const inputs = await findInputs(wishes.photos, false);
  expect(await cutOnServer(await planFor(wishes, inputs), inputs, wishes.server!)).toBe(true);
  expect(await readFile(result, 'utf8')).toBe(expected);
});
