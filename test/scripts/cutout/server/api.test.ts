import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApi } from '../../../../scripts/cutout/server/api.ts';

// No test waits for a server that is to be asked again.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

/** The API of a server that answers like this. */
async function answering(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return createApi({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'one' });
}

/** Answers with this body, but breaks off in the middle of it the first `most` times. */
function breaking(body: string, most: number) {
  const asked: string[] = [];
  const listener: RequestListener = ({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(200, { 'Content-Length': body.length });
    if (asked.length > most) response.end(body);
    else response.write(body.slice(0, body.length >> 1), () => response.destroy());
  };
  return { asked, listener };
}

test('a connection that breaks in the middle of an answer is asked again, for a result as for a page', async () => {
  const page = { results: [], cursor: 'c', isLast: true };
  const { asked, listener } = breaking(JSON.stringify(page), 2);
  expect(await (await answering(listener)).results('b', '')).toEqual(page);
  expect(asked).toEqual(Array(3).fill('/v1/batches/b/results'));
  const picture = breaking('the bytes of a picture', 2);
  const bytes = await (await answering(picture.listener)).fetch('/v1/batches/b/results/a');
  expect(Buffer.from(bytes).toString()).toBe('the bytes of a picture');
  expect(picture.asked).toHaveLength(3);
});

test('one that always breaks is told in a sentence, after six times', async () => {
  const { asked, listener } = breaking('the bytes of a picture', Number.POSITIVE_INFINITY);
  await expect((await answering(listener)).fetch('/a')).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^The server can't be reached \(.*other side closed.*\)\.$/),
  });
  expect(asked).toHaveLength(6);
});

test('what a server declines is told in its sentence, and not asked again', async () => {
  let asked = 0;
  const api = await answering((_, response) => {
    asked++;
    const problem = { type: '/problems/not-found', title: 'Not found', status: 404, detail: 'There is no such batch.' };
    response.writeHead(404).end(JSON.stringify(problem));
  });
  await expect(api.status('b')).rejects.toMatchObject({ code: 'not-found', message: 'There is no such batch.' });
  expect(asked).toBe(1);
});
