import { expect, test } from 'vitest';
import { createQueue } from '../../../../../extension/page/session/results/queue.ts';

/** Work that ends when told. */
function work(log: string[], name: string) {
  let end = (_failure?: Error) => {};
  const run = () =>
    new Promise<string>((resolve, reject) => {
      log.push(name);
      end = (failure) => (failure ? reject(failure) : resolve(name));
    });
  return { run, end: (failure?: Error) => end(failure) };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test('pictures come one after the other, each told its place; failures and cancels leave the line moving', async () => {
  const queue = createQueue();
  const log: string[] = [];
  const places: Record<string, number[]> = { a: [], b: [], c: [], d: [] };
  const controllers = { a: new AbortController(), b: new AbortController(), c: new AbortController() };
  const [a, b, c] = [work(log, 'a'), work(log, 'b'), work(log, 'c')];
  const add = (name: 'a' | 'b' | 'c', { run }: { run(): Promise<string> }) =>
    queue.run(run, { signal: controllers[name].signal, onPlace: (before) => void places[name]?.push(before) });
  const results = [add('a', a), add('b', b), add('c', c)].map((each) =>
    each.catch((thrown: unknown) => (thrown as Error).message),
  );
  await turn();
  expect(log).toEqual(['a']);
  controllers.b.abort(new Error('not b'));
  await turn();
  expect(places).toMatchObject({ a: [0], b: [1], c: [2, 1] });
  a.end(new Error('a broke'));
  await turn();
  expect(log).toEqual(['a', 'c']);
  expect(places.c).toEqual([2, 1, 0]);
  c.end();
  expect(await Promise.all(results)).toEqual(['a broke', 'not b', 'c']);

  const d = work(log, 'd');
  const late = queue.run(d.run, { signal: new AbortController().signal, onPlace: (before) => places.d?.push(before) });
  await turn();
  d.end();
  expect(await late).toBe('d');
  expect(places.d).toEqual([0]);
});

test('what was cancelled before it came is never started', async () => {
  const log: string[] = [];
  const queue = createQueue();
  const { run } = work(log, 'x');
  await expect(queue.run(run, { signal: AbortSignal.abort(new Error('no')), onPlace() {} })).rejects.toThrow('no');
  expect(log).toEqual([]);
});
