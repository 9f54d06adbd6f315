import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sent } from '../../../shared/contracts/batches.ts';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
const SECRET_NAME = 'a name that only its owner knows.png';
const SECRET_HOOK = 'https://example.org/only-its-owner-knows';
/** More than a page of them. */
const NAMES = 1050;

/** What no stranger may read anywhere: names, addresses, tokens and whose they are, and how the service is built. */
const SECRETS = [
  ...[SECRET_NAME, encodeURIComponent(SECRET_NAME), SECRET_HOOK, 'whsec_', 'inputs/', 'results/batches'],
  ...['one', 'two'].map((token) => createHash('sha256').update(token).digest('hex')),
  ...['SQLITE', 'SqlStorage', '.ts:', '.js:', 'worker/', '/tmp/', '    at '],
];

let worker: Served;
let mine: BatchClient;
let photo: Buffer;
let id: string;
beforeAll(async () => {
  // Patient: a picture of 13 MB may take longer on a busy machine than other tests wait.
  const bindings = { BATCH_PATIENCE_SECONDS: '60' };
  [worker, photo] = await Promise.all([startBatches({ bindings }), drawnPhoto(64)]);
  mine = new BatchClient(worker.url);
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const body = JSON.stringify({ options: OPTIONS, callback: { url: SECRET_HOOK, secret } });
  ({ id } = await (await mine.ask('/v1/batches', { method: 'POST', body })).json());
  expect((await mine.send(id, SECRET_NAME, photo)).status).toBe(201);
}, 60_000);
afterAll(() => worker?.stop());

/** Every route, of the batch `of`. */
const routesOf = (of: string): readonly (readonly [method: string, path: string])[] => [
  ['POST', '/v1/batches'],
  ['GET', `/v1/batches/${of}`],
  ['DELETE', `/v1/batches/${of}`],
  ['GET', `/v1/batches/${of}/pictures`],
  ['PUT', `/v1/batches/${of}/pictures/${encodeURIComponent(SECRET_NAME)}`],
  ['POST', `/v1/batches/${of}/uploads`],
  ['POST', `/v1/batches/${of}/start`],
  ['GET', `/v1/batches/${of}/results`],
  ['GET', `/v1/batches/${of}/results/${encodeURIComponent(SECRET_NAME)}`],
  ['GET', `/v1/batches/${of}/archive`],
  ['GET', `/v1/batches/${of}/events`],
];

const bodyOf = (method: string): RequestInit => (method === 'PUT' ? { body: new Uint8Array(photo) } : {});

/** What an answer says, which is what a stranger may read. @throws where it says more, or fails. */
async function harmless(response: Response, about: string): Promise<string> {
  expect(response.status, about).toBeLessThan(500);
  const said = [...response.headers].map((header) => header.join(': ')).join('\n') + (await response.text());
  for (const secret of SECRETS) expect(said.includes(secret), `${about} says ${secret}`).toBe(false);
  return said;
}

/** A value of a header that is `length` long. */
const long = (length: number) => 'x'.repeat(length);

const CREDENTIALS: readonly (readonly [who: string, headers: Record<string, string>, status: number])[] = [
  ['nobody', {}, 401],
  ['an empty token', { Authorization: 'Bearer ' }, 401],
  ['no token of this service', { Authorization: 'Bearer three' }, 401],
  ['half a token', { Authorization: 'Bearer on' }, 401],
  ['all tokens', { Authorization: 'Bearer one,two' }, 401],
  ['another scheme', { Authorization: `Basic ${Buffer.from('one:one').toString('base64')}` }, 401],
  ['a token of 8,000 characters', { Authorization: `Bearer ${long(8000)}` }, 401],
  ['a token in another header', { 'X-API-Key': 'one' }, 401],
  ['another owner', { Authorization: 'Bearer two' }, 404],
];

describe.each(CREDENTIALS)('every route, asked by %s', (who, headers, status) => {
  it(`answers ${status}, and says and changes nothing`, async () => {
    const before = await mine.status(id);
    for (const [method, path] of routesOf(id)) {
      if (status === 404 && path === '/v1/batches') continue;
      const about = `${method} ${path} by ${who}`;
      const response = await fetch(worker.url + path, { method, headers, ...bodyOf(method) });
      expect(response.status, about).toBe(status);
      await harmless(response, about);
    }
    expect(await mine.status(id)).toEqual(before);
  });
});

/** Ways to elsewhere in the place of a name or an id, as they stand in an address. */
const WAYS = [
  ...['..', '.', '%2e%2e', '..%2f..%2fetc%2fpasswd', '..%5c..%5cwin.ini', '%2fetc%2fpasswd', '%252e%252e%252f'],
  ...['%00', 'a%00.png', '%0d%0aSet-Cookie:a=b', '%c0%ae%c0%ae', '%ff%fe', '%E2%80%AEgnp.a', '%', '%zz'],
  ...["'%20OR%201=1--", '%22;DROP%20TABLE%20pictures;', '{{7*7}}', '$%7Bjndi:ldap%7D', '__proto__', 'constructor'],
  ...[long(300), long(8000), '%F0%9F%98%80'.repeat(80)],
];

it.each(WAYS)('the way %j leads nowhere', async (way) => {
  const { id: empty } = await mine.create(OPTIONS);
  for (const path of [
    `/v1/batches/${way}`,
    `/v1/batches/${way}/archive`,
    `/v1/batches/${way}/pictures/${way}`,
    `/v1/batches/${empty}/results/${way}`,
    `/v1/batches/${empty}/pictures/${way}`,
    `/v1/batches/${empty}/results?cursor=${way}`,
  ]) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      if (method === 'DELETE' && new URL(path, worker.url).pathname === `/v1/batches/${empty}`) continue;
      await harmless(await mine.ask(path, { method, ...bodyOf(method) }), `${method} ${path}`);
    }
  }
});

/** A JSON value that lies so deep. */
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

const REQUESTS: readonly (readonly [what: string, init: RequestInit, statuses: readonly number[]])[] = [
  ['an idempotency key of 10,000 characters', { headers: { 'Idempotency-Key': long(10_000) } }, [400, 431]],
  ['a type of 10,000 characters', { headers: { 'Content-Type': long(10_000) }, body: '{}' }, [201, 400, 415, 431]],
  ['a header of 60,000 characters', { headers: { 'X-Metadata': long(60_000) } }, [201, 400, 431]],
  ['a body of 1 MB', { body: JSON.stringify({ options: { background: long(1_000_000) } }) }, [413]],
  ['a field of 10,000 characters', { body: JSON.stringify({ options: { background: long(10_000) } }) }, [400]],
  ['a thousand fields', { body: `{${Array.from({ length: 1000 }, (_, i) => `"f${i}":1`).join()}}` }, [400]],
  ['lists in lists', { body: deep(8000) }, [400]],
  ['lists in lists in a field', { body: `{"options":${deep(7000)}}` }, [400]],
  ['a field of the prototype', { body: '{"__proto__":{"owner":"two"},"constructor":1}' }, [400]],
  ['bytes that are no text', { body: new Uint8Array([0xff, 0xfe, 0, 1]) }, [400]],
  ['null', { body: 'null' }, [400]],
  [
    'a callback of 3,000 characters',
    { body: `{"callback":{"url":"https://a.example/${long(3000)}","secret":"x"}}` },
    [400],
  ],
];

it.each(REQUESTS)('a batch made with %s is declined or made, and nothing is said', async (what, init, statuses) => {
  const response = await mine.ask('/v1/batches', { method: 'POST', ...init });
  expect(statuses, what).toContain(response.status);
  await harmless(response, what);
});

/** Puts segments of metadata behind the first marker of a JPEG. */
function withSegments(jpeg: Buffer, marker: number, count: number): Buffer {
  const segment = Buffer.alloc(65_535 + 2, 0x41);
  segment.set([0xff, marker, 0xff, 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), ...Array<Buffer>(count).fill(segment), jpeg.subarray(2)]);
}

it('pictures with huge metadata have a result or a reason', { timeout: 120_000 }, async () => {
  const { id: huge } = await mine.create(OPTIONS);
  const { default: sharp } = await import('sharp');
  const [jpeg, png] = await Promise.all([sharp(photo).jpeg().toBuffer(), sharp(photo).png().toBuffer()]);
  const pictures = {
    'exif.jpg': withSegments(jpeg, 0xe1, 1),
    'many.jpg': withSegments(jpeg, 0xe2, 200),
    'comment.jpg': withSegments(jpeg, 0xfe, 100),
    'tail.png': Buffer.concat([png, Buffer.alloc(8_000_000, 0x41)]),
  };
  for (const [name, bytes] of Object.entries(pictures)) expect((await mine.send(huge, name, bytes)).status).toBe(201);
  await mine.start(huge);
  await expect.poll(async () => (await mine.status(huge)).state, { timeout: 90_000 }).toBe('ended');
  const { all } = await mine.results(huge);
  expect(all.map(({ name }) => name).sort()).toEqual(Object.keys(pictures).sort());
  for (const result of all) {
    if (result.state === 'failed')
      expect(['unprocessable', 'unsupported-media-type', 'too-large']).toContain(result.reason);
    await harmless(await mine.ask(`/v1/batches/${huge}/results/${result.name}`), result.name);
  }
});

it('very many names are all taken and told', { timeout: 120_000 }, async () => {
  const { id: many } = await mine.create(OPTIONS);
  const sent = Array.from({ length: NAMES }, (_, i) => `${i} ${'ä'.repeat(100)}.png`);
  for (let from = 0; from < NAMES; from += 50) {
    const answers = await Promise.all(sent.slice(from, from + 50).map((name) => mine.send(many, name, photo)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  }
  const told: string[] = [];
  for (let cursor = '', isLast = false; !isLast; ) {
    const page: Sent = await (await mine.ask(`/v1/batches/${many}/pictures${cursor && `?cursor=${cursor}`}`)).json();
    told.push(...page.pictures.map(({ name }) => name));
    ({ cursor, isLast } = page);
  }
  expect(told.sort()).toEqual(sent.sort());
  expect((await mine.ask(`/v1/batches/${many}`, { method: 'DELETE' })).status).toBe(204);
});
