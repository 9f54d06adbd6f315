import sharp from 'sharp';
import { beforeEach, expect, it, vi } from 'vitest';
import { CutoutError } from '../../../../shared/errors.ts';
import * as library from '../../../../shared/library/node/index.ts';
import type { JobOptions, MatteoOptions } from '../../../../shared/library/types.ts';
import { createNodeEngine } from '../../../../shared/node/node-engine.ts';
import { drawnEngine } from '../../../fixtures/engine/engine.ts';

const { createMatteo } = library;
vi.mock('../../../../shared/node/node-engine.ts', () => ({ createNodeEngine: vi.fn() }));
const made = vi.mocked(createNodeEngine as (folder: string) => Promise<unknown>);

const photo = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#888' } })
  .png()
  .toBuffer();

beforeEach(() => void made.mockReset().mockImplementation(async () => ({ ...drawnEngine(), skipped: [] })));

const folderOf = async (...options: Parameters<typeof createMatteo>): Promise<string> => {
  await createMatteo(...options).preload();
  return made.mock.lastCall![0];
};

it('assets may be a relative path, and any path may have # and ?', async () => {
  expect(await folderOf({ assets: 'some/assets' })).toBe(`${process.cwd()}/some/assets/models/`);
  expect(await folderOf({ assets: '/a#b/c?d' })).toBe('/a#b/c?d/models/');
  expect(await folderOf({ assets: new URL('file:///assets') })).toBe('/assets/models/');
  expect(await folderOf({ models: 'some/models' })).toBe(`${process.cwd()}/some/models/`);
});

it('networks may be at an address', async () => {
  const there = 'https://worker.test/models/';
  expect(await folderOf({ models: there })).toBe(there);
  expect(await folderOf({ models: new URL('https://worker.test/models') })).toBe(there);
  expect(await folderOf({ assets: 'https://worker.test' })).toBe(there);
});

it('an engine that could not be made, or opened, is made anew for the next job', async () => {
  const matteo = createMatteo();
  made.mockRejectedValueOnce(new CutoutError('unreachable', 'Gone.', { facts: ['worker.test'] }));
  await expect(matteo.people(photo)).rejects.toMatchObject({ code: 'unreachable' });
  const lacking = { ...drawnEngine(), prepare: () => Promise.reject(lacks), dispose: vi.fn(async () => {}) };
  const lacks = new CutoutError('no-backend', 'Gone.', { facts: ['gone'] });
  made.mockResolvedValueOnce(lacking);
  await expect(matteo.preload()).rejects.toBe(lacks);
  expect(lacking.dispose).toHaveBeenCalled();
  expect(await matteo.people(photo)).not.toEqual([]);
  await matteo.people(photo);
  expect(made).toHaveBeenCalledTimes(3);
});

it('a part that is not seen is told of as that part', async () => {
  made.mockResolvedValueOnce({ ...drawnEngine({ parts: () => -1 }), skipped: [] });
  const bald = createMatteo().removeBackground(photo, { part: 'hair' });
  await expect(bald).rejects.toMatchObject({
    code: 'no-person',
    message: 'No hair of a person was seen in this picture, so nothing was cut out.',
  });
});

it('what is thrown is a failure, with what was thrown as its cause', async () => {
  const matteo = createMatteo();
  const raw = new TypeError('raw');
  made.mockRejectedValueOnce(raw);
  const failed = await matteo.preload().catch((thrown) => thrown);
  expect(failed).toBeInstanceOf(CutoutError);
  expect(failed).toMatchObject({ code: 'engine-failed', facts: ['raw'], cause: raw });
  made.mockRejectedValueOnce(raw);
  await expect(matteo.matte(photo)).rejects.toMatchObject({ code: 'engine-failed', cause: raw });
  await expect(matteo.people('http://')).rejects.toBeInstanceOf(CutoutError);
});

it('a network that could not be fetched is tried again at the next job; one that a folder lacks is not', async () => {
  const skipped = [{ network: 'modnet', backend: 'wasm', reason: 'unreachable' }];
  for (const [models, engines] of [
    ['https://worker.test/models/', 3],
    ['/models', 1],
  ] as const) {
    made.mockClear();
    made.mockResolvedValueOnce({ ...drawnEngine(), skipped }).mockResolvedValueOnce({ ...drawnEngine(), skipped });
    const matteo = createMatteo({ models });
    for (let job = 0; job < 4; job++) await matteo.people(photo);
    expect(made).toHaveBeenCalledTimes(engines);
    made.mockReset().mockImplementation(async () => ({ ...drawnEngine(), skipped: [] }));
  }
});

it('a picture that is read when all is disposed of starts no engine', async () => {
  const matteo = createMatteo();
  const job = matteo.people(photo);
  await Promise.resolve();
  matteo.dispose();
  await expect(job).rejects.toMatchObject({ code: 'aborted' });
  // Its turn comes when what was left of the first has ended.
  await expect(matteo.people(Buffer.from('no picture'))).rejects.toBeInstanceOf(CutoutError);
  expect(made).not.toHaveBeenCalled();
});

it.each(['image/jpg', 'image/gif', 'png', ''])('a result can’t be written as “%s”', async (format) => {
  const job = createMatteo().removeBackground(photo, { format } as JobOptions);
  await expect(job).rejects.toMatchObject({ code: 'unsupported-format' });
  expect(made).not.toHaveBeenCalled();
});

it.each([0, 1])('compression of %d writes a file', async (compression) => {
  const { buffer } = await createMatteo().removeBackground(photo, { format: 'image/webp', compression });
  expect((await sharp(buffer).metadata()).format).toBe('webp');
});

it.each([
  [{ part: 'arms' }, '“arms” is no part of a person.'],
  [{ quality: 'best' }, '“best” is no quality; choose one of auto, fast, fine.'],
  [{ compression: 80 }, '“compression” is 0 to 1.'],
  [{ compression: Number.NaN }, '“compression” is 0 to 1.'],
])('of a job %j is refused before any work', async (job, sentence) => {
  await expect(createMatteo().removeBackground(photo, job as JobOptions)).rejects.toThrow(new RangeError(sentence));
  expect(made).not.toHaveBeenCalled();
});

it.each([
  ['removeBackground', 'salmon'],
  ['removeBackground', 5],
  ['removeBackground', null],
  ['matte', 'red'],
] as const)('%s on %s is refused before any work', async (name, background) => {
  const job = createMatteo()[name](photo, { background } as never);
  await expect(job).rejects.toThrow(new RangeError(`“${background}” is no background of a cutout.`));
  expect(made).not.toHaveBeenCalled();
});

it('what is loaded ahead is all that a job needs: with fine outlines also MODNet, which may be missing', async () => {
  const prepared: string[] = [];
  const prepare = async (network: string) => {
    prepared.push(network);
    if (network === 'modnet') throw new CutoutError('no-backend', 'Gone.', { facts: ['gone'] });
    return 'wasm';
  };
  made.mockImplementation(async () => ({ ...drawnEngine(), prepare, skipped: [] }));
  expect(await createMatteo().preload()).toBe('wasm');
  expect(prepared).toEqual(['lite', 'portrait-s']);
  expect(await createMatteo({ quality: 'fine' }).preload()).toBe('wasm');
  expect(prepared.slice(2)).toEqual(['lite', 'portrait-s', 'modnet']);
});

it('nothing more is opened ahead once all is disposed of', async () => {
  const prepared: string[] = [];
  const matteo = createMatteo();
  const prepare = async (network: string) => {
    prepared.push(network);
    matteo.dispose();
    return 'wasm';
  };
  made.mockImplementation(async () => ({ ...drawnEngine(), prepare, skipped: [] }));
  await expect(matteo.preload()).rejects.toMatchObject({ code: 'aborted' });
  expect(await made.mock.results[0].value).toBeDefined();
  expect(prepared).toEqual(['lite']);
});

it.each([
  [{ quality: 'best' }, '“best” is no quality; choose one of auto, fast, fine.'],
  [{ backend: 'gpu' }, '“gpu” is no backend; choose one of auto, webgpu-f16, webgpu, wasm.'],
  [{ network: 'u2net' }, '“u2net” is no network; choose one of modnet, portrait-s, lite.'],
])('%j is refused at once', (options, sentence) => {
  expect(() => createMatteo(options as MatteoOptions)).toThrow(new RangeError(sentence));
});

it('a signal ends what is loaded ahead, too', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const { signal } = controller;
  made.mockResolvedValueOnce({ ...drawnEngine(), prepare: () => new Promise(() => {}), skipped: [] });
  const loading = createMatteo({ signal }).preload();
  controller.abort(reason);
  await expect(loading).rejects.toBe(reason);
  await expect(createMatteo({ signal }).preload()).rejects.toBe(reason);
});

it('the default export is the function that users of other background removers know', () => {
  expect(library.default).toBe(library.removeBackground);
});

it('a job that waits for its turn ends as soon as it is aborted', async () => {
  let isDone = false;
  let goOn = () => {};
  const wait = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  made.mockResolvedValueOnce(drawnEngine({}, () => wait));
  const matteo = createMatteo();
  const first = matteo.people(photo).finally(() => {
    isDone = true;
  });
  const controller = new AbortController();
  const second = matteo.removeBackground(photo, { signal: controller.signal });
  controller.abort();
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  expect(isDone).toBe(false);
  goOn();
  await first;
});

it('progress ends at 1', async () => {
  const said: number[] = [];
  const onProgress = ({ fraction }: { fraction: number }) => void said.push(fraction);
  const matteo = createMatteo();
  await matteo.removeBackground(photo, { onProgress });
  expect(said.at(-1)).toBe(1);
  await matteo.preload({ onProgress: ({ fraction }) => void said.push(10 + fraction) });
  expect(said.at(-1)).toBe(11);
});

it('quality may be chosen for one job', async () => {
  const matteo = createMatteo({ quality: 'fine' });
  expect((await matteo.removeBackground(photo)).quality).toBe('fine');
  expect((await matteo.removeBackground(photo, { quality: 'fast' })).quality).toBe('fast');
});
