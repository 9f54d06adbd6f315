import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Settings } from '../../../extension/contracts/settings.ts';

const kept = vi.hoisted(() => ({ settings: {} as object, downloads: [] as object[] }));
vi.mock('../../../extension/common/browser/browser.ts', () => {
  const listeners = new Set<(delta: object) => void>();
  return {
    browser: {
      i18n: { getMessage: () => '' },
      runtime: { getURL: (path: string) => path },
      storage: { local: { get: async () => kept }, managed: { get: async () => ({}) } },
      downloads: {
        onChanged: {
          addListener: (listener: (delta: object) => void) => listeners.add(listener),
          removeListener: (listener: (delta: object) => void) => listeners.delete(listener),
        },
        async download(options: object) {
          kept.downloads.push(options);
          queueMicrotask(() => listeners.forEach((listen) => void listen({ id: 1, state: { current: 'complete' } })));
          return 1;
        },
      },
    },
  };
});

const { finishResult, savePicture } = await import('../../../extension/engine/save.ts');

const PICTURE = new Blob(['picture'], { type: 'image/png' });
const { signal } = new AbortController();
/** What the compositing worker was asked for. */
const asked: object[] = [];

const set = (settings: Partial<Settings>) => {
  kept.settings = { version: 3, ...settings };
};

beforeEach(() => {
  set({});
  vi.stubGlobal(
    'Worker',
    class {
      onmessage?: (event: { data: unknown }) => void;
      terminate() {}
      postMessage(message: { id: number; request: { finishing: { format: string } } }) {
        asked.push(message);
        const made = new Blob(['made'], { type: message.request.finishing.format });
        queueMicrotask(() => this.onmessage?.({ data: { id: message.id, result: made } }));
      }
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = kept.downloads.length = 0;
});

const result = { picture: PICTURE, source: 'https://pages.example/Ida.jpg?x=1', output: 'cutout' } as const;

test('a result is saved as it is where nothing else was set', async () => {
  expect(await finishResult(result, signal)).toEqual({ picture: PICTURE, name: 'Ida-cutout.png' });
  expect(asked).toEqual([]);
});

test.for([
  [{ trim: true }, 'Ida-cutout.png', { crop: 'person', format: 'image/png', longest: undefined }],
  [
    { saveFormat: 'image/jpeg', saveQuality: 0.5 },
    'Ida-cutout.jpg',
    { crop: 'all', format: 'image/jpeg', quality: 0.5 },
  ],
  [
    { saveSize: '1080', fileName: '{output} {name}' },
    'cutout Ida.png',
    { crop: 'all', format: 'image/png', longest: 1080 },
  ],
] as const)('%o are used', async ([settings, name, finishing]) => {
  set(settings);
  const made = await finishResult(result, signal);
  expect([made.name, await made.picture.text(), made.picture.type]).toEqual([name, 'made', finishing.format]);
  expect(asked).toMatchObject([{ request: { finishing } }]);
});

test('a file is named by the size that it has', async () => {
  vi.stubGlobal('createImageBitmap', async () => ({ width: 3, height: 4, close() {} }));
  set({ trim: true, fileName: '{name} {width}-{height} {n}' });
  const name = async (more: object = {}) => (await finishResult({ ...result, ...more }, signal)).name;
  expect(await name()).toBe('Ida 3-4.png');
  expect(await name({ at: { n: 2, of: 10 } })).toBe('Ida 3-4 02.png');
  expect(await name({ output: 'matte' })).toBe('Ida 3-4.png');
});

test('a mask stays whole, whatever was set', async () => {
  set({ trim: true, saveFormat: 'image/jpeg', saveSize: '512' });
  const saved = await finishResult({ ...result, output: 'matte' }, signal);
  expect(saved).toEqual({ picture: PICTURE, name: 'Ida-matte.png' });
});

test('the browser asks where to where that was set, and does as it is set itself elsewhere', async () => {
  await savePicture(PICTURE, 'a.png', false);
  set({ askWhere: true });
  await savePicture(PICTURE, 'b.png', false);
  expect(kept.downloads).toMatchObject([{ filename: 'a.png' }, { filename: 'b.png', saveAs: true }]);
  expect(kept.downloads[0]).not.toHaveProperty('saveAs');
});
