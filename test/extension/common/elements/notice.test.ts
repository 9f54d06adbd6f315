import { afterAll, beforeEach, expect, test, vi } from 'vitest';

/** What is shown of the page, and what has the focus. */
let shown: readonly string[] = [];
let focused = '';
const inPage = ['choose', 'cancel', 'stage'].map((id) => ({
  id,
  checkVisibility: () => shown.includes(id),
  focus() {
    focused = id;
  },
}));
const ways = { replaceChildren() {} };
const element = { hidden: true, textContent: '', contains: (id: string) => id === 'way', querySelector: () => ways };
vi.stubGlobal('document', {
  get activeElement() {
    return focused;
  },
  getElementById: (wanted: string) => inPage.find(({ id }) => id === wanted) ?? null,
});
afterAll(() => vi.unstubAllGlobals());
vi.mock(import('../../../../extension/common/elements/dom.ts'), async (original) => ({
  ...(await original()),
  byId: <Kind extends HTMLElement>() => element as unknown as Kind,
}));
const { notice } = await import('../../../../extension/common/elements/notice.ts');

beforeEach(() => {
  focused = 'way';
});

test.each(['choose', 'cancel', 'stage'])(
  'the focus of a button that goes is handed on to #%s where that is shown',
  (id) => {
    shown = [id];
    notice('');
    expect(element.hidden).toBe(true);
    expect(focused).toBe(id);
  },
);

test('another sentence hands it on, too: nothing new is pressed by a second Enter', () => {
  shown = ['stage'];
  notice('It failed.');
  expect(element.hidden).toBe(false);
  expect(focused).toBe('stage');
});

test('a notice leaves the focus alone that it does not have', () => {
  shown = ['stage'];
  focused = 'brush';
  notice('It failed.');
  notice('');
  expect(focused).toBe('brush');
});
