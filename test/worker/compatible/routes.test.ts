import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { emptyPhoto } from '../../fixtures/files/photo.ts';
import { problemOf } from '../harness/ask.ts';
import { HEIGHT, startWithPerson, WIDTH } from '../harness/person.ts';
import { startWorker } from '../harness/start.ts';

let worker: Served;
let photo: Buffer;

beforeAll(async () => {
  [worker, photo] = await startWithPerson();
}, 60_000);
afterAll(() => worker?.stop());

const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

function formOf(fields: Readonly<Record<string, string | Uint8Array>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, blob(value), 'photo.png');
  }
  return form;
}

const send = (path: string, body?: FormData | string, headers: Record<string, string> = {}) =>
  fetch(worker.url + path, { method: 'POST', body: body as BodyInit, headers });

/** The code of an answer that must be an error of the `/v1.0` routes. */
async function codeOf(response: Response) {
  const { errors } = (await response.json()) as { errors: { title: string; code: string }[] };
  expect(errors.length).toBe(1);
  expect(errors[0].title).toMatch(/^\S.*\.$/);
  return { status: response.status, code: errors[0].code };
}

describe('POST /v1.0/removebg', { timeout: 60_000 }, () => {
  const removebg = (fields: Parameters<typeof formOf>[0], headers = {}) =>
    send('/v1.0/removebg', formOf(fields), headers);

  it('answers a cutout with its facts in headers', async () => {
    const response = await removebg({ image_file: photo, size: 'auto', crop: 'true', crop_margin: '5px' });
    expect(response.status).toBe(200);
    const fact = (name: string) => Number(response.headers.get(name));
    const { width, height, channels, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect({ width, height, channels, format }).toEqual({
      ...{ width: fact('X-Width'), height: fact('X-Height') },
      ...{ channels: 4, format: 'png' },
    });
    expect(width! < WIDTH || height! < HEIGHT).toBe(true);
    expect(fact('X-Foreground-Width')).toBeGreaterThan(50);
    expect(response.headers.get('X-Type')).toBe('person');
    expect(response.headers.get('X-Credits-Charged')).toBe('0');
  });

  it('answers JSON to whom accepts it, and takes JSON, base64 and URL-encoded fields', async () => {
    const image_file_b64 = photo.toString('base64');
    const json = JSON.stringify({ image_file_b64, crop: false, scale: null, type_level: 'none', more: [1] });
    const bodies = [
      [json, 'application/json'],
      [
        JSON.stringify({ image_file_b64: `data:image/png;base64,${image_file_b64}` }),
        'application/json; charset=utf-8',
      ],
      [new URLSearchParams({ image_file_b64 }).toString(), 'application/x-www-form-urlencoded'],
    ];
    for (const [body, type] of bodies) {
      const response = await send('/v1.0/removebg', body, { 'Content-Type': type, Accept: 'application/json' });
      expect(response.status).toBe(200);
      expect(response.headers.has('X-Type')).toBe(body !== json);
      const { data } = await response.json();
      expect(data.foreground_width).toBe(Number(response.headers.get('X-Foreground-Width')));
      expect(await sharp(Buffer.from(data.result_b64, 'base64')).metadata()).toMatchObject({
        width: WIDTH,
        height: HEIGHT,
      });
    }
  });

  it('lays on colours and pictures, and answers the matte', async () => {
    const colour = await removebg({ image_file: photo, bg_color: '00ff00' });
    expect(colour.headers.get('Content-Type')).toBe('image/jpeg');
    const [red, green] = await sharp(Buffer.from(await colour.arrayBuffer()))
      .raw()
      .toBuffer();
    expect([red < 10, green > 245]).toEqual([true, true]);
    const behind = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#00f' } })
      .png()
      .toBuffer();
    const laid = await removebg({ image_file: photo, bg_image_file: behind, format: 'png' });
    expect([
      ...(
        await sharp(Buffer.from(await laid.arrayBuffer()))
          .raw()
          .toBuffer()
      ).subarray(0, 4),
    ]).toEqual([0, 0, 255, 255]);
    const alpha = await removebg({ image_file: photo, channels: 'alpha' });
    expect((await sharp(Buffer.from(await alpha.arrayBuffer())).metadata()).channels).toBe(1);
    const alone = await removebg({ image_file: photo, bg_image_file: behind, channels: 'alpha' });
    expect((await sharp(Buffer.from(await alone.arrayBuffer())).metadata()).channels).toBe(1);
  });

  it.each(['application/json, text/plain, */*', 'image/png, application/json'])(
    'answers an image for %s',
    async (Accept) => {
      const response = await removebg({ image_file: photo }, { Accept });
      expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/png']);
      await response.arrayBuffer();
    },
  );

  it('takes a form in which nobody chose a background', async () => {
    const form = formOf({ image_file: photo });
    form.append('bg_image_file', new Blob([]), '');
    const response = await send('/v1.0/removebg', form);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/png']);
    await response.arrayBuffer();
  });

  it('declines in its own words', async () => {
    const image_file_b64 = photo.toString('base64');
    const declined = async (fields: Parameters<typeof formOf>[0]) => codeOf(await removebg(fields));
    expect(await declined({})).toEqual({ status: 400, code: 'missing_source' });
    expect(await declined({ image_file: photo, image_file_b64 })).toEqual({ status: 400, code: 'multiple_sources' });
    const bg_image_file = Buffer.alloc(6 * 1024 * 1024);
    expect(await declined({ image_file_b64, bg_image_file })).toEqual({ status: 400, code: 'file_size_too_large' });
    expect(await declined({ image_url: 'https://a.test/' })).toEqual({ status: 400, code: 'invalid_image_url' });
    expect(await declined({ image_file: photo, bg_image_url: 'x' })).toEqual({
      status: 400,
      code: 'invalid_image_url',
    });
    expect(await declined({ image_file: photo, size: 'huge' })).toEqual({ status: 400, code: 'invalid_parameters' });
    expect(await declined({ image_file_b64: '%%' })).toEqual({ status: 400, code: 'invalid_file_type' });
    expect(await declined({ image_file: Buffer.from('nothing') })).toEqual({ status: 400, code: 'invalid_file_type' });
    expect(await declined({ image_file: await emptyPhoto() })).toEqual({ status: 400, code: 'unknown_foreground' });
    const large = sharp({ create: { width: 1500, height: 1500, channels: 3, background: '#888' } });
    // Whose rows come in no order that can be streamed.
    expect(await declined({ image_file: await large.png({ progressive: true }).toBuffer() })).toEqual({
      status: 400,
      code: 'resolution_too_high',
    });
    expect(await declined({ image_file: Buffer.alloc(17_000_000) })).toEqual({
      status: 400,
      code: 'file_size_too_large',
    });
    const got = await fetch(`${worker.url}/v1.0/removebg`);
    expect([got.status, got.headers.get('Allow')]).toEqual([405, 'POST']);
    expect((await codeOf(got)).code).toBe('method_not_allowed');
  });

  it('survives what is no request', async () => {
    const bodies: [string, string][] = [
      ['', 'application/json'],
      ['null', 'application/json'],
      ['[]', 'application/json'],
      ['{"image_file_b64":{}}', 'application/json'],
      ['{"__proto__":{"image_file_b64":"AAAA"}}', 'application/json'],
      [`${'['.repeat(100_000)}`, 'application/json'],
      ['{"image_file_b64":"data:"}', 'application/json'],
      ['{"image_file_b64":"AAAA","roi":7,"crop":true}', 'application/json'],
      ['image_file_b64=%', 'application/x-www-form-urlencoded'],
      ['a=b&'.repeat(10_000), 'application/x-www-form-urlencoded'],
      ['--b', 'multipart/form-data; boundary=b'],
      ['x', 'text/plain'],
    ];
    for (const [body, type] of bodies) {
      const response = await send('/v1.0/removebg', body, { 'Content-Type': type });
      expect((await codeOf(response)).status, body.slice(0, 60)).toBe(400);
    }
    for (const [name, value] of [
      ['roi', '0 0 1e9px 1px'],
      ['scale', '-5%'],
      ['position', 'x'.repeat(10_000)],
      ['crop_margin', '0x10'],
      ['bg_color', '\0'],
    ]) {
      expect((await codeOf(await removebg({ image_file: photo, crop: '1', [name]: value }))).status, name).toBe(400);
    }
  });
});

it('GET /v1.0/account says that nothing costs', async () => {
  const { data } = await (await fetch(`${worker.url}/v1.0/account`)).json();
  expect(data.attributes.credits.total).toBe(0);
});

describe('POST /api/remove', { timeout: 60_000 }, () => {
  const remove = (fields: Parameters<typeof formOf>[0], query = '') => send(`/api/remove${query}`, formOf(fields));

  it('answers the cutout, the mask, or what lies on a colour', async () => {
    const cutout = await remove({ file: photo, model: 'u2net', a: 'true', af: '240' });
    expect(cutout.headers.get('Content-Type')).toBe('image/png');
    expect(await sharp(Buffer.from(await cutout.arrayBuffer())).metadata()).toMatchObject({
      channels: 4,
      width: WIDTH,
    });
    const mask = await remove({ file: photo, om: 'true' });
    expect(await sharp(Buffer.from(await mask.arrayBuffer())).metadata()).toMatchObject({ channels: 1, width: WIDTH });
    const laid = await remove({ file: photo }, '?bgc=255,0,16,255');
    const pixels = await sharp(Buffer.from(await laid.arrayBuffer()))
      .raw()
      .toBuffer();
    expect([...pixels.subarray(0, 4)]).toEqual([255, 0, 16, 255]);
  });

  it('declines with a detail', async () => {
    for (const [fields, query, status] of [
      [{}, '', 400],
      [{ file: photo, bgc: 'red' }, '', 400],
      [{ file: photo, om: '1' }, '?om=1', 400],
      [{ file: photo, other: photo }, '', 400],
      [{ file: Buffer.from('nothing') }, '', 415],
    ] as const) {
      const response = await remove(fields, query);
      expect(response.status).toBe(status);
      await problemOf(response);
    }
    const got = await fetch(`${worker.url}/api/remove?url=https://a.test/`);
    expect(got.status).toBe(405);
    expect((await problemOf(got)).detail).toContain('url');
  });
});

it('both are gone where they are closed, and ask for a key where there are tokens', { timeout: 60_000 }, async () => {
  const closed = await startWorker({ bindings: { CLOSED_ROUTES: '/v1.0, /api' } });
  for (const path of ['/v1.0/removebg', '/v1.0/account', '/api/remove']) {
    const response = await fetch(closed.url + path, { method: 'POST', body: formOf({ file: photo }) });
    expect(response.status, path).toBe(404);
    await response.arrayBuffer();
  }
  await closed.stop();
  const kept = await startWorker({ bindings: { API_TOKENS: 'right' } });
  const ask = async (path: string, headers: Record<string, string>) =>
    (await fetch(kept.url + path, { method: path.endsWith('account') ? 'GET' : 'POST', headers })).status;
  expect(await ask('/v1.0/account', {})).toBe(403);
  expect(await ask('/v1.0/account', { 'X-Api-Key': 'wrong' })).toBe(403);
  expect(await ask('/v1.0/account', { 'X-Api-Key': 'right' })).toBe(200);
  expect(await ask('/v1.0/removebg', { 'X-Api-Key': 'right' })).toBe(400);
  expect(await ask('/api/remove', {})).toBe(401);
  await kept.stop();
});
