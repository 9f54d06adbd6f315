import { beforeEach, expect, test, vi } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';

let saved: Blob[] = [];
let refusal: Error | undefined;
/** Those whose bytes are gone when they are packed. */
let gone: readonly string[] = [];

vi.mock('../../../extension/common/words/words.ts', () => ({ t: (...words: string[]) => words.join(' ') }));
vi.mock('../../../extension/common/engine/ask-engine.ts', () => ({
  finish: async ({ name }: { name: string }) => {
    const picture = new Blob([name]);
    if (gone.includes(name)) picture.arrayBuffer = () => Promise.reject(new Error('gone'));
    return { name, picture };
  },
  save: async (picture: Blob) => {
    if (refusal) throw refusal;
    saved.push(picture);
  },
}));
const { saveAll } = await import('../../../extension/page/many/save-all.ts');

beforeEach(() => {
  saved = [];
  gone = [];
  refusal = undefined;
  vi.stubGlobal('document', { title: 'page' });
});

/** What stands there when all has been said. */
async function saidOf(names: readonly string[]): Promise<string | undefined> {
  const said: string[] = [];
  const sessions = names.map((name) => ({ toSave: { name } }));
  await saveAll(sessions as unknown as Parameters<typeof saveAll>[0], (each) => said.push(each));
  return said.at(-1);
}

test.each([
  [[], 'zipSaved 3'],
  [['b.png'], 'zipSavedWithout 2 1'],
])('the sentence counts the cutouts that are in the ZIP (without %j)', async (without, sentence) => {
  gone = without;
  expect(await saidOf(['a.png', 'b.png', 'c.png'])).toBe(sentence);
  expect(saved.length).toBe(1);
});

test.each([[['a.png']], [['a.png', 'b.png']]])('a save of %j that the person cancelled says nothing', async (names) => {
  refusal = new CutoutError('aborted', 'Was not saved.');
  expect(await saidOf(names)).toBe('');
});
