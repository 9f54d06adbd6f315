import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** One end of a port; what is posted into it comes out of the other one. */
interface End {
  other?: End;
  readonly heard: ((message: unknown) => void)[];
  readonly left: (() => void)[];
}
const portOf = (end: End) => ({
  name: 'engine',
  sender: { id: 'matteo' },
  onMessage: { addListener: (listener: (message: unknown) => void) => end.heard.push(listener) },
  onDisconnect: { addListener: (listener: () => void) => end.left.push(listener) },
  postMessage: (message: unknown) => queueMicrotask(() => end.other?.heard.forEach((hear) => void hear(message))),
  disconnect: () => end.other?.left.forEach((leave) => void leave()),
});

const engine = vi.hoisted(() => ({ connected: (_port: unknown): void => undefined }));
vi.mock('../../../extension/common/browser/browser.ts', () => ({
  browser: {
    i18n: { getMessage: () => '' },
    runtime: {
      id: 'matteo',
      getURL: (path: string) => path,
      sendMessage: async () => ({ ok: true }),
      onConnect: {
        addListener(listener: typeof engine.connected) {
          engine.connected = listener;
        },
      },
      connect() {
        const [page, background]: [End, End] = [
          { heard: [], left: [] },
          { heard: [], left: [] },
        ];
        page.other = background;
        background.other = page;
        engine.connected(portOf(background));
        return portOf(page);
      },
    },
  },
}));

const { compose } = await import('../../../extension/common/engine/ask-engine.ts');
const { serveEngine } = await import('../../../extension/engine/serve.ts');

const LAID = new Blob(['laid']);

beforeEach(() => {
  vi.stubGlobal(
    'Worker',
    class {
      onmessage?: (event: { data: unknown }) => void;
      terminate() {}
      postMessage({ id }: { id: number }) {
        queueMicrotask(() => this.onmessage?.({ data: { id, result: LAID } }));
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

test('whoever has a cutout laid over something is told that it is being composed', async () => {
  serveEngine({} as never, { idleMs: 1e6, onIdle() {}, onJobs() {} });
  const stages: string[] = [];
  const laid = compose(
    new Blob(['cutout']),
    { kind: 'colour', colour: '#ffffff' },
    { onProgress: (stage) => stages.push(stage) },
  );
  expect(await laid).toBe(LAID);
  expect(stages).toEqual(['compose']);
});
