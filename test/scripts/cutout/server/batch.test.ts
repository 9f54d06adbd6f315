import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readArguments } from '../../../../scripts/cutout/arguments.ts';
import { findInputs } from '../../../../scripts/cutout/files/inputs.ts';
import { planFor } from '../../../../scripts/cutout/plan.ts';
import { type Api, createApi } from '../../../../scripts/cutout/server/api.ts';
import { cutOnServer } from '../../../../scripts/cutout/server/batch.ts';
import type { BatchStatus } from '../../../../shared/contracts/batches.ts';
import { room } from '../room.ts';

vi.mock('../../../../scripts/cutout/server/api.ts', () => ({ createApi: vi.fn() }));

/** A server whose results are the bytes that were sent; “2 photo.jpg” ends before “photo.jpg”. */
function unordered(): Api {
  const sent = new Map<string, Uint8Array<ArrayBuffer>>();
  const status = async () => ({ id: 'b', state: 'open', pictures: { all: sent.size } }) as BatchStatus;
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
  const folder = await room();
  const photos = ['b', 'a'].map((name) => join(folder, name, 'photo.jpg'));
  for (const photo of photos) {
    await mkdir(join(photo, '..'));
    await writeFile(photo, photo);
  }
  const wishes = readArguments([...photos, '-o', join(folder, 'out/'), '--server', 'http://a.test', '--token', 'one'])!;
  const inputs = await findInputs(wishes.photos, false);
  expect(await cutOnServer(await planFor(wishes, inputs), inputs, wishes.server!)).toBe(true);
  expect(told).toHaveBeenCalledTimes(2);
  for (const [i, name] of ['photo-cutout.png', 'photo-2-cutout.png'].entries()) {
    expect(await readFile(join(folder, 'out', name), 'utf8')).toBe(photos[i]);
  }
});
