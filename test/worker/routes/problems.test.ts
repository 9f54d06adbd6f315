import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { PROBLEMS } from '../../../shared/contracts/http.ts';
import { ProblemError, problemResponse } from '../../../worker/problems.ts';
import { problemOf } from '../harness/ask.ts';

const answerOf = (...error: ConstructorParameters<typeof ProblemError>) =>
  new Hono().get('/', (context) => problemResponse(context, new ProblemError(...error))).request('/');

it.each(PROBLEMS)('%s is problem details of its own', async (name) => {
  const response = await answerOf(name, 'What is wrong.');
  expect(await problemOf(response)).toMatchObject({ type: `/problems/${name}`, detail: 'What is wrong.' });
  expect(response.headers.get('Cache-Control')).toBe('no-store');
});

it('every 503 says when to come back', async () => {
  expect((await answerOf('unavailable', 'Nothing is here.')).headers.get('Retry-After')).toBe('60');
  expect((await answerOf('busy', 'Wait.', { 'Retry-After': '2' })).headers.get('Retry-After')).toBe('2');
});
