import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CutoutErrorCode } from '../../../shared/errors.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { hostileBodies } from '../../fixtures/files/bodies.ts';
import { hostileFiles } from '../../fixtures/files/hostile.ts';
import { hostileRoutes } from '../../fixtures/files/hostile-routes.ts';
import { unusualFiles } from '../../fixtures/files/unusual.ts';
import { problemOf } from '../harness/ask.ts';
import { beginRequest, type Client } from '../harness/client.ts';
import { post } from '../harness/post.ts';
import { expectGood, sendAll } from '../harness/survives.ts';
import { useWorker } from '../harness/use-worker.ts';

const given = useWorker(256);

const ask = (...request: [string, Uint8Array | FormData | string, Record<string, string>?]) =>
  post(given.worker.url, ...request);

const STATUS: Partial<Record<CutoutErrorCode, number>> = {
  empty: 400,
  'not-an-image': 415,
  'unsupported-format': 415,
  truncated: 422,
  damaged: 422,
  'too-large': 413,
  'too-small': 422,
};

describe('POST /v1/mattes declines', () => {
  it('every hostile file with its own status and one sentence', async () => {
    for (const { name, bytes, expect: code } of await hostileFiles()) {
      const response = await ask('model=lite&output=coarse', bytes);
      const isOtherFormat = /AVIF|GIF|SVG|XML/.test(name);
      if (!isOtherFormat) expect(response.status, name).toBe(STATUS[code]);
      else expect([415, 422], name).toContain(response.status);
      const { detail } = await problemOf(response);
      // What is advised is taken.
      expect(detail.split('; ')[1] ?? '', name).not.toMatch(/AVIF|GIF|BMP|SVG/);
      if (code === 'too-large') expect(detail, name).toMatch(/786,432|16,000,000/);
    }
  });

  it('formats that it does not read, naming those it does', async () => {
    const declined = (await unusualFiles(Buffer.from(given.good))).filter(({ name }) =>
      /AVIF|GIF|BMP|SVG|ICO|animated WebP/.test(name),
    );
    expect(declined.length).toBe(6);
    for (const { name, bytes } of declined) {
      const response = await ask('model=lite', bytes);
      expect(response.status, name).toBe(415);
      expect((await problemOf(response)).detail).toContain('WebP');
    }
  });

  it('pictures and bodies beyond its limits, with the limit', async () => {
    const wide = await sharp({ create: { width: 1500, height: 1500, channels: 3, background: '#888' } })
      .png({ progressive: true })
      .toBuffer();
    const large = await ask('', new Uint8Array(wide));
    expect(large.status).toBe(413);
    const declined = await problemOf(large);
    expect(declined.detail).toContain('786,432');
    expect(declined.limit).toEqual({ pixels: 786_432 });
    const small = sharp(wide).resize(720, 800, { fit: 'fill' });
    const asked = await ask('format=webp', await small.clone().png().toBuffer());
    expect(asked.status).toBe(413);
    expect((await problemOf(asked)).detail).toMatch(/512,000 .*encoder.* memory; ask for format=png/);
    const accepted = await ask('', await small.clone().png().toBuffer(), { Accept: 'image/webp' });
    expect((await problemOf(accepted)).detail).toMatch(/ memory; name image\/png in Accept/);
    const sent = await ask('', await small.clone().webp().toBuffer());
    expect(sent.status).toBe(413);
    expect((await problemOf(sent)).detail).toMatch(/512,000 .*decoder.* memory; send it as JPEG or PNG/);
    const heavy = await ask('', new Uint8Array(17_000_000));
    expect(heavy.status).toBe(413);
    expect(await problemOf(heavy)).toMatchObject({
      detail: expect.stringContaining('16 MiB'),
      limit: { bytes: 2 ** 24 },
    });
    // Of no declared length.
    const parts = Array.from({ length: 9 }, () => new Uint8Array(1_000_000));
    const body = new ReadableStream({ pull: (to) => (parts.length > 0 ? to.enqueue(parts.pop()) : to.close()) });
    const unsaid = await fetch(`${given.worker.url}/v1/mattes`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(unsaid.status).toBe(413);
    await problemOf(unsaid);
  });

  it('queries that make no sense, naming the parameter', async () => {
    for (const [query, named] of [
      ['model=best', 'model'],
      ['output=mask', 'output'],
      ['on=%23ggg', 'on'],
      ['on=red&output=matte', 'on'],
      ['format=gif', 'format'],
      ['format=zip&output=matte', 'format'],
      ['format=zip&on=red', 'format'],
      ['on=red&background=red', 'on'],
      ['background=nothing', 'background'],
      ['size=4k', 'size'],
      ['roi=0 0 10', 'roi'],
      ['roi=-1 0 10 10', 'roi'],
      ['roi=50% 50% 50% 50%', 'roi'],
      ['roi=90px 90px 10px 10px', 'roi'],
      ['crop=true', 'crop'],
      ['margin=10%', 'margin'],
      ['crop=person&margin=10', 'margin'],
      ['crop=person&margin=1px 1px 1px', 'margin'],
      ['scale=9%', 'scale'],
      ['scale=100px', 'scale'],
      ['scale=1e99%', 'scale'],
      ['position=top', 'position'],
      ['position=101%', 'position'],
      ['output=coarse&crop=person', 'output'],
      ['colour=red', 'colour'],
      ['model=lite&model=portrait', 'model'],
    ]) {
      const response = await ask(query, given.good);
      expect(response.status, query).toBe(400);
      expect((await problemOf(response)).detail).toContain(named);
    }
  });

  it('types, encodings and forms that it does not read', async () => {
    for (const headers of [
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'application/json' },
      { 'Content-Encoding': 'gzip' },
    ]) {
      const response = await ask('', given.good, headers as Record<string, string>);
      expect(response.status).toBe(415);
      await problemOf(response);
    }
    const empty = new FormData();
    empty.append('image', 'not a file');
    const formOf = (fields: Record<string, string | Blob>) => {
      const form = new FormData();
      form.append('image', new Blob([new Uint8Array(given.good)]), 'photo.png');
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      return form;
    };
    for (const [body, type, named = '', query = ''] of [
      [empty, undefined],
      [formOf({ colour: 'red' }), undefined, 'colour'],
      [formOf({ format: 'gif' }), undefined, 'format'],
      [formOf({ background: new Blob([new Uint8Array(given.good)]) }), undefined, 'background', 'output=matte'],
      [formOf({ background: new Blob([new Uint8Array(given.good)]) }), undefined, 'background', 'on=red'],
      [formOf({ background: new Blob([new Uint8Array(given.good)]), format: 'zip' }), undefined, 'background'],
      [formOf({ model: 'lite' }), undefined, 'model', 'model=portrait'],
      [formOf({ on: 'red' }), undefined, 'on', 'output=matte'],
      [formOf({ picture: new Blob([new Uint8Array(given.good)]) }), undefined, 'picture'],
      [formOf({ image: new Blob([new Uint8Array(given.good)]) }), undefined, 'image'],
      ['nothing like a form', 'multipart/form-data; boundary=b'],
      ['--b\r\n', 'multipart/form-data'],
    ] as const) {
      const response = await ask(query, body, type ? { 'Content-Type': type } : {});
      expect(response.status, named).toBe(400);
      expect((await problemOf(response)).detail).toContain(named);
    }
  });

  it('an Accept without the answer’s type, and methods other than POST', async () => {
    for (const accept of ['text/html', 'image/webp', 'image/png;q=0, image/*']) {
      const response = await ask('model=lite&output=coarse&format=png', given.good, { Accept: accept });
      expect(response.status, accept).toBe(406);
      await problemOf(response);
    }
    for (const accept of ['image/png', 'image/*;q=0.5', 'text/html, */*']) {
      expect((await ask('model=lite&output=coarse', given.good, { Accept: accept })).status, accept).toBe(200);
    }
    const got = await fetch(`${given.worker.url}/v1/mattes`);
    expect(got.status).toBe(405);
    expect(got.headers.get('Allow')).toBe('POST');
  });
});

describe('POST /v1/mattes goes on', () => {
  it('after hundreds of hostile bodies', async () => {
    const { statuses, faults } = await sendAll(given.worker.url, hostileBodies(300, 20_261_121), 4);
    expect(faults).toEqual([]);
    expect(Object.values(statuses).reduce((sum, count) => sum + count)).toBe(300);
    expect(Object.keys(statuses).length).toBeGreaterThan(3);
    await expectGood(given.worker.url, given.good);
  }, 120_000);

  it('after parameters of every sort, also in other services’ words', async () => {
    const { statuses, faults } = await sendAll(given.worker.url, hostileRoutes(80, 20_261_129), 4);
    expect(faults).toEqual([]);
    expect(Object.values(statuses).reduce((sum, count) => sum + count)).toBe(80);
    expect(Object.keys(statuses).length).toBeGreaterThan(3);
    await expectGood(given.worker.url, given.good);
  }, 120_000);

  it('when more come than it can take, which are told when to come back', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => ask('model=lite', given.good)));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    for (const response of refused) {
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
      expect((await problemOf(response)).type).toBe('/problems/busy');
    }
    await expectGood(given.worker.url, given.good);
  }, 120_000);

  it('when clients leave in the middle of sending', async () => {
    const clients = await begun(6, given.good.subarray(0, given.good.length >> 1));
    // One that came after them is answered: they are all being read.
    await expectGood(given.worker.url, given.good);
    for (const client of clients) client.leave();
    await expectGood(given.worker.url, given.good);
  }, 60_000);

  it('when clients leave in the middle of waiting', async () => {
    for (let round = 0; round < 3; round++) {
      const clients = await begun(12, given.good);
      // Where one is told to come back, as many wait as may.
      await Promise.any(
        clients.map((client) => client.until((answer) => answer.includes('Too many pictures are waiting here'))),
      );
      expect(clients.some((client) => client.answer() === '')).toBe(true);
      for (const client of clients) client.leave();
      await expectGood(given.worker.url, given.good);
    }
  }, 60_000);

  it('when clients leave in the middle of reading', async () => {
    // So large that its answer is sent while it is made.
    const large = await drawnPhoto(1024);
    const clients = await begun(3, large);
    // The next one is answered only when the turn of the one before is over.
    await Promise.all(
      clients.map(async (client) => {
        await client.until((answer) => /\r\n\r\n./s.test(answer));
        client.leave();
        expect(client.answer()).toMatch(/^HTTP\/1\.1 200 .*\r\nTransfer-Encoding: chunked\r\n/is);
        expect(client.answer()).not.toMatch(/\r\n0\r\n\r\n$/);
      }),
    );
    await expectGood(given.worker.url, given.good);
  }, 60_000);

  it('beside clients that send slowly', async () => {
    const slow = await begun(12, given.good.subarray(0, 100));
    await expectGood(given.worker.url, given.good);
    await expectGood(given.worker.url, given.good);
    for (const client of slow) client.leave();
  }, 60_000);
});

/** Clients that have sent this, of a good picture or all of another, and go no further. */
const begun = (count: number, body: Uint8Array): Promise<Client[]> =>
  Promise.all(
    Array.from({ length: count }, () => beginRequest(given.worker.url, body, Math.max(body.length, given.good.length))),
  );
