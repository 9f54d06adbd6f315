import { beforeEach, expect, test, vi } from 'vitest';

/** What the browser does with the download that is asked for next. */
let happens: () => object | Error;

vi.mock('../../../../extension/common/browser/browser.ts', () => {
  const listeners = new Set<(delta: object) => void>();
  return {
    browser: {
      i18n: { getMessage: (key: string) => key },
      downloads: {
        onChanged: {
          addListener: (listener: (delta: object) => void) => listeners.add(listener),
          removeListener: (listener: (delta: object) => void) => listeners.delete(listener),
        },
        async download() {
          const what = happens();
          if (what instanceof Error) throw what;
          queueMicrotask(() => listeners.forEach((listen) => void listen({ id: 1, ...what })));
          return 1;
        },
      },
    },
  };
});
const { download } = await import('../../../../extension/common/requests/download.ts');

const ended = () =>
  download('blob:a', 'a.png', false, false).then(
    () => 'written',
    ({ code, message }) => [code, message],
  );

beforeEach(() => {
  happens = () => ({ state: { current: 'complete' } });
});

test('a file that is written is no failure', async () => {
  expect(await ended()).toBe('written');
});

test.for([
  ['Chrome, stopped', { state: { current: 'interrupted' }, error: { current: 'USER_CANCELED' } }],
  ['Chrome, where to', new Error('USER_CANCELED')],
  ['Firefox, where to', new Error('Download canceled by the user')],
] as const)('what the person stopped is aborted: %s', async ([, what]) => {
  happens = () => what;
  expect(await ended()).toEqual(['aborted', 'downloadStopped']);
});

test.for([
  ['no room', { state: { current: 'interrupted' }, error: { current: 'FILE_NO_SPACE' } }],
  ['no reason', { state: { current: 'interrupted' } }],
  ['no such name', new Error('Invalid filename')],
] as const)('what else stopped it is said: %s', async ([, what]) => {
  happens = () => what;
  expect(await ended()).toEqual(['unwritable', 'downloadStopped']);
});
