import { beforeEach, expect, test, vi } from 'vitest';

let saved: Blob[] = [];
/** Those whose bytes are gone when they are packed. */
let gone: readonly string[] = [];

vi.mock('../../../extension/common/words/words.ts', () => ({ t: (...words: string[]) => words.join(' ') }));
vi.mock('../../../extension/common/engine/ask-engine.ts', () => ({
  finish: async ({ name }: { name: string }) => {
    const picture = new Blob([name]);
    if (gone.includes(name)) picture.arrayBuffer = () => Promise.reject(new Error('gone'));
    return { name, picture };
  },
  save: async (picture: Blob) => void saved.push(picture),
}));
const { saveAll } = await import('../../../extension/page/many/save-all.ts');

beforeEach(() => {
  saved = [];
  vi.stubGlobal('document', { title: 'page' });
});

test.each([
  [[], 'zipSaved 3'],
  [['b.png'], 'zipSavedWithout 2 1'],
])('the sentence counts the cutouts that are in the ZIP (without %j)', async (without, sentence) => {
  gone = without;
  const said: string[] = [];
  const sessions = ['a.png', 'b.png', 'c.png'].map((name) => ({ toSave: { name } }));
  await saveAll(sessions as unknown as Parameters<typeof saveAll>[0], (each) => said.push(each));
  expect(said.at(-1)).toBe(sentence);
  expect(saved.length).toBe(1);
});
