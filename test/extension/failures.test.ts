import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Words, wordsSchema } from '../../extension/contracts/words.ts';
import { CUTOUT_ERROR_CODES, type CutoutErrorCode, type ErrorReport, FACTS, failureOf } from '../../shared/errors.ts';

interface Port {
  answer(message: unknown): void;
}

/** Whoever answers the extension's pages: the background, the engine's port, a worker. */
const others = vi.hoisted(() => ({ background: (_request: unknown): unknown => ({ ok: true }), ports: [] as Port[] }));

vi.mock('../../extension/common/browser/browser.ts', () => ({
  browser: {
    i18n: { getMessage: () => '' },
    runtime: {
      id: 'matteo',
      getURL: (path: string) => path,
      sendMessage: async (request: unknown) => others.background(request),
      connect() {
        let listener = (_message: unknown) => {};
        others.ports.push({ answer: (message) => listener(message) });
        return {
          onDisconnect: { addListener() {} },
          onMessage: {
            addListener(added: typeof listener) {
              listener = added;
            },
          },
          postMessage() {},
          disconnect() {},
        };
      },
    },
  },
}));

const { useWords, t } = await import('../../extension/common/words/words.ts');
const { inWords } = await import('../../extension/common/words/failure.ts');
const { engineStatus } = await import('../../extension/common/engine/ask-engine.ts');
const { ask } = await import('../../extension/common/requests/ask.ts');
const { createWork } = await import('../../extension/editor/work/work-client.ts');
const { compose } = await import('../../extension/engine/compose.ts');

const ENGLISH = 'An English sentence of the core.';
/** The codes of what the extension throws itself, in words. */
const IN_WORDS: readonly CutoutErrorCode[] = [
  'permission-needed',
  'all-hosts-needed',
  'picture-unreadable',
  'extension-gone',
  'unwritable',
  'disk-full',
  'name-too-long',
];
const LOCALES = await readdir('extension/_locales');

/** What a web worker posts back to whatever is asked of it. */
let workerAnswers: (message: { id?: number }) => unknown;
class FakeWorker {
  onmessage?: (event: { data: unknown }) => void;
  onerror?: (event: { message: string }) => void;
  terminate = vi.fn();
  constructor() {
    workers.push(this);
  }
  postMessage(message: { id?: number }) {
    queueMicrotask(() => this.onmessage?.({ data: workerAnswers(message) }));
  }
}
const workers: FakeWorker[] = [];

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  workers.length = 0;
  others.ports.length = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  useWords(undefined);
});

/** A failure of the core with all its facts, each of which can be told from the others. */
const reportOf = (code: CutoutErrorCode): ErrorReport => {
  const names: readonly string[] = code in FACTS ? FACTS[code as keyof typeof FACTS] : [];
  return { code, message: ENGLISH, ...(names.length > 0 && { facts: names.map((_, i) => `fact${i}`) }) };
};

const thrownBy = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error('Nothing was thrown.');
    },
    (thrown) => thrown,
  );

/** How a failure reaches what the person reads, by where it happens. */
const SURFACES: Record<string, (report: ErrorReport) => Promise<Error>> = {
  'a page of its own': async (report) => inWords(failureOf(report)),
  'the engine’s port': async (report) => {
    others.background = () => ({ ok: true });
    const failed = thrownBy(engineStatus());
    await vi.waitFor(() => expect(others.ports).toHaveLength(1));
    others.ports.splice(0)[0].answer({ kind: 'failed', error: report });
    return failed;
  },
  'the background': async (report) => {
    const { message, code, facts = [] } = inWords(failureOf(report));
    others.background = () => ({ ok: false, error: { message, code, facts } });
    return thrownBy(ask({ kind: 'engine/ensure' }));
  },
  'the editor’s worker': async (report) => {
    workerAnswers = ({ id }) => ({ id, error: report });
    return thrownBy(createWork()('matte', {} as never));
  },
  'the worker for backgrounds, by way of the engine': async (report) => {
    workerAnswers = ({ id }) => ({ id, error: report });
    const { signal } = new AbortController();
    return inWords(await thrownBy(compose(new Blob(), { kind: 'colour', colour: '#ffffff' }, signal)));
  },
};

describe.for(LOCALES)('in %s', (locale) => {
  let words: Words;
  beforeAll(async () => {
    words = wordsSchema.parse(JSON.parse(await readFile(`extension/_locales/${locale}/messages.json`, 'utf8')));
  });

  test.each(Object.entries(SURFACES))('every failure is a whole sentence from %s', async (_, surface) => {
    useWords(words);
    for (const code of CUTOUT_ERROR_CODES) {
      const report = reportOf(code);
      const { message } = await surface(report);
      if (IN_WORDS.includes(code) || (locale === 'en' && code !== 'no-backend')) {
        expect(message, code).toBe(ENGLISH);
        continue;
      }
      expect(message, code).not.toBe(ENGLISH);
      expect(message, code).not.toMatch(/\$|\(\s*[,)]|[“„«「]\s*[”“»」]/);
      for (const fact of report.facts ?? []) expect(message, code).toContain(fact);
    }
  });

  test('a failure that lacks its facts keeps its own words instead of leaving holes', () => {
    useWords(words);
    const { message } = inWords(failureOf({ code: 'too-large', message: ENGLISH }));
    expect(message).toContain(ENGLISH);
  });

  test('what is none of ours is told in that language, with its own words', () => {
    useWords(words);
    expect(inWords(new TypeError('x is undefined')).message).toBe(t('failedEngine', 'x is undefined'));
  });
});

test('a failing editor worker is ended, and its tasks with it', async () => {
  workerAnswers = () => undefined;
  const work = createWork();
  const failed = thrownBy(work('matte', {} as never));
  workers[0].onmessage = () => {};
  workers[0].onerror?.({ message: 'out of memory' });
  expect(await failed).toMatchObject({ code: 'engine-failed' });
  expect(workers[0].terminate).toHaveBeenCalledOnce();
});
