import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as library from '../../../../shared/library/web/index.ts';

const { createMatteo } = library;

/** How many engine workers were started. */
let started = 0;
/** What they were told. */
let told: { type: string; request?: object }[] = [];

beforeEach(() => {
  started = 0;
  told = [];
  vi.stubGlobal(
    'Worker',
    class {
      constructor() {
        started++;
      }
      postMessage(message: (typeof told)[number]) {
        told.push(message);
      }
      terminate() {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const matteo = () => createMatteo({ assets: 'https://site.test/assets/' });

it('closing ends a job whose picture is still being read, and starts no engine for it', async () => {
  const closed = matteo();
  const job = closed.removeBackground(new Blob(['picture']));
  const ended = expect(job).rejects.toMatchObject({ code: 'aborted' });
  closed.dispose();
  await ended;
  expect(started).toBe(0);
});

it('closing ends a job whose picture is still being fetched; a later job has an engine', async () => {
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const closed = matteo();
  const job = closed.people('https://site.test/person.png');
  const ended = expect(job).rejects.toMatchObject({ code: 'aborted', message: 'The engine was closed.' });
  closed.dispose();
  await ended;
  expect(started).toBe(0);
  closed.people(new Blob(['picture'])).catch(() => {});
  await vi.waitFor(() => expect(started).toBe(1));
  closed.dispose();
});

it('quality may be chosen for one job', async () => {
  const chosen = createMatteo({ assets: 'https://site.test/assets/', quality: 'fine' });
  for (const job of [{}, { quality: 'fast' } as const]) chosen.matte(new Blob(['picture']), job).catch(() => {});
  await vi.waitFor(() => expect(told).toHaveLength(3));
  expect(told.slice(1)).toMatchObject([{ request: { quality: 'fine' } }, { request: { quality: 'fast' } }]);
  chosen.dispose();
});

it('an engine that the browser refuses to start is told as a failure', async () => {
  const refused = new DOMException('from another origin', 'SecurityError');
  vi.stubGlobal(
    'Worker',
    class {
      constructor() {
        throw refused;
      }
    },
  );
  const failed = { name: 'CutoutError', code: 'engine-failed', cause: refused };
  await expect(matteo().preload()).rejects.toMatchObject(failed);
  await expect(matteo().people(new Blob(['picture']))).rejects.toMatchObject(failed);
});

describe('a result that this browser can’t read or encode', () => {
  const cause = new DOMException('too large', 'InvalidStateError');
  const failed = { name: 'CutoutError', code: 'engine-failed', cause };
  beforeEach(() => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(cause));
    vi.stubGlobal(
      'Worker',
      class {
        onmessage = (_: { data: object }) => {};
        postMessage({ id, request }: { id: number; request?: object }) {
          const answer = { cutout: new Blob(['cutout']), matte: new Blob(['matte']), width: 3, height: 2 };
          if (request) this.onmessage({ data: { type: 'done', id, answer } });
        }
        terminate() {}
      },
    );
  });

  it.each(['removeBackground', 'matte'] as const)('is told as a failure by %s', async (name) => {
    await expect(matteo()[name](new Blob(['picture']), { format: 'image/webp' })).rejects.toMatchObject(failed);
  });

  it.each(['canvas', 'imageData'] as const)('is told as a failure by its %s', async (name) => {
    const result = await matteo().removeBackground(new Blob(['picture']));
    await expect(result[name]()).rejects.toMatchObject(failed);
  });
});

it.each(['a signal', 'closing'])('%s ends a job whose result is being encoded', async (by) => {
  const controller = new AbortController();
  const closed = matteo();
  vi.stubGlobal(
    'Worker',
    class {
      onmessage = (_: { data: object }) => {};
      postMessage({ id, request }: { id: number; request?: object }) {
        if (request)
          this.onmessage({ data: { type: 'done', id, answer: { cutout: new Blob(), width: 3, height: 2 } } });
      }
      terminate() {}
    },
  );
  vi.stubGlobal('createImageBitmap', async () => {
    if (by === 'closing') closed.dispose();
    else controller.abort();
    return { width: 3, height: 2, close() {} };
  });
  const getContext = () => ({ drawImage() {} });
  const convertToBlob = async () => new Blob([], { type: 'image/webp' });
  vi.stubGlobal('OffscreenCanvas', function OffscreenCanvas() {
    return { getContext, convertToBlob };
  });
  const job = closed.removeBackground(new Blob(), { format: 'image/webp', signal: controller.signal });
  await expect(job).rejects.toMatchObject(by === 'closing' ? { code: 'aborted' } : { name: 'AbortError' });
});

it('a job that is aborted ends with the reason that was given', async () => {
  const reason = new Error('enough');
  await expect(matteo().people(new Blob(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it('what is no part of a person is refused before the engine starts', async () => {
  const job = matteo().matte(new Blob(['picture']), { part: 'arms' as 'head' });
  await expect(job).rejects.toThrow(new RangeError('“arms” is no part of a person.'));
  expect(started).toBe(0);
});

it.each([
  ['removeBackground', 'salmon'],
  ['removeBackground', 5],
  ['removeBackground', null],
  ['matte', 'red'],
] as const)('%s on %s is refused before the engine starts', async (name, background) => {
  const job = matteo()[name](new Blob(['picture']), { background } as never);
  await expect(job).rejects.toThrow(new RangeError(`“${background}” is no background of a cutout.`));
  expect(started).toBe(0);
});

it('an engine that is not where it is looked for is told with its address and the option', async () => {
  vi.stubGlobal(
    'Worker',
    class {
      onerror = (_: object) => {};
      postMessage() {
        queueMicrotask(() => this.onerror({}));
      }
      terminate() {}
    },
  );
  await expect(matteo().preload()).rejects.toMatchObject({
    code: 'engine-failed',
    message:
      'The engine stopped (there is no engine in https://site.test/assets/; check the option assets); try again.',
  });
});

it('a signal ends what is loaded ahead, too', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const aborted = createMatteo({ assets: 'https://site.test/assets/', signal: controller.signal });
  const loading = aborted.preload();
  expect(told.map(({ type }) => type)).toContain('warm-up');
  controller.abort(reason);
  await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  await expect(aborted.preload()).rejects.toBe(reason);
});

it('the default export is the function that users of other background removers know', () => {
  expect(library.default).toBe(library.removeBackground);
});
