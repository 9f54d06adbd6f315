import { beforeEach, expect, test, vi } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';

let saved: Blob[] = [];
let refusal: Error | undefined;
/** Those whose file can't be made. */
let unmade: readonly string[] = [];
/** Those whose bytes are gone when they are packed. */
let gone: readonly string[] = [];

vi.mock('../../../extension/common/words/words.ts', () => ({ t: (...words: string[]) => words.join(' ') }));
vi.mock('../../../extension/common/words/failure.ts', () => ({ inWords: (thrown: unknown) => thrown }));
vi.mock('../../../extension/common/engine/ask-engine.ts', () => ({
  finish: async ({ source: name }: { source: string }) => {
    if (unmade.includes(name)) throw new Error(`${name} can’t be made.`);
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

const A = 'https://a.example/a.png';
const B = 'https://a.example/b.png';
const saving = async (...sources: string[]) => {
  const said: string[] = [];
  const sessions = sources.map((source) => ({ toSave: { source } }));
  await saveAll(sessions as unknown as Parameters<typeof saveAll>[0], (each) => said.push(each));
  return said.at(-1);
};

beforeEach(() => {
  saved = [];
  unmade = [];
  gone = [];
  refusal = undefined;
  vi.stubGlobal('document', { title: 'page' });
});

test('the sentence counts the cutouts that are in the ZIP', async () => {
  expect(await saving(A, B, 'c.png')).toBe('zipSaved 3');
  expect(saved.length).toBe(1);
});

test.each(['made', 'read'])('one that can’t be %s is left out and named; the others are saved', async (how) => {
  if (how === 'made') unmade = [B];
  else gone = [B];
  expect(await saving(A, B, 'c.png')).toBe('zipSaved 2 zipLeftOut b.png');
  expect(saved.length).toBe(1);
});

test('where none can be made it is said why, and nothing is saved', async () => {
  unmade = [A, B];
  expect(await saving(A, B)).toBe(`${A} can’t be made.`);
  expect(await saving(A)).toBe(`${A} can’t be made.`);
  expect(saved).toEqual([]);
});

test.each([[[A]], [[A, B]]])('a save of %j that the person cancelled says nothing', async (sources) => {
  refusal = new CutoutError('aborted', 'Was not saved.');
  expect(await saving(...sources)).toBe('');
});
