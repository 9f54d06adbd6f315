import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cutOutFile } from '../../../shared/node/cut-out-file.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import type { Served } from '../../../worker/serve.ts';
import { differences } from '../../fixtures/pixels.ts';
import { problemOf } from '../harness/ask.ts';
import { HEIGHT, startWithPerson, WIDTH } from '../harness/person.ts';
import { post } from '../harness/post.ts';

let worker: Served;
let photo: Buffer;

beforeAll(async () => {
  [worker, photo] = await startWithPerson();
}, 60_000);
afterAll(() => worker?.stop());

/** What is answered, and what its headers say of it. */
async function asked(query: string, body: Uint8Array | FormData = photo) {
  const response = await post(worker.url, `model=lite&${query}`, body);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status, `${query} ${bytes.toString().slice(0, 300)}`).toBe(200);
  const numbers = (name: string) => response.headers.get(name)?.split(' ').map(Number) ?? [];
  return {
    bytes,
    type: response.headers.get('Content-Type'),
    size: numbers('Matteo-Size'),
    foreground: numbers('Matteo-Foreground'),
    people:
      response.headers
        .get('Matteo-People')
        ?.split(', ')
        .map((box) => box.split(' ').map(Number)) ?? [],
  };
}

const raw = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });

describe('POST /v1/mattes with', () => {
  it('what curl says of any body', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const url = `${worker.url}/v1/mattes?model=lite`;
    const response = await fetch(url, { method: 'POST', body: new Uint8Array(photo), headers });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });

  it('parameters of which some are in the query and some in the form', async () => {
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(photo)]), 'photo.png');
    form.append('crop', 'person');
    form.append('format', 'zip');
    const url = `${worker.url}/v1/mattes?model=lite&margin=5px`;
    const response = await fetch(url, { method: 'POST', body: form, headers: { Accept: 'application/zip' } });
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/zip']);
    await response.arrayBuffer();
  });

  it('crop and margin ends where the person ends', async () => {
    const whole = await asked('');
    expect(whole.size).toEqual([WIDTH, HEIGHT]);
    const [x, y, width, height] = whole.foreground;
    expect(width * height).toBeLessThan(WIDTH * HEIGHT);
    const cropped = await asked('crop=person');
    expect(cropped.size).toEqual([width, height]);
    expect(cropped.foreground).toEqual([0, 0, width, height]);
    expect(await sharp(cropped.bytes).metadata()).toMatchObject({ width, height });
    const wider = await asked('crop=person&margin=5px&output=matte');
    expect(wider.size[0]).toBe(Math.min(WIDTH, x + width + 5) - Math.max(0, x - 5));
    expect(wider.foreground.slice(0, 2)).toEqual([Math.min(x, 5), Math.min(y, 5)]);
  });

  it('says where the people are in what was sent, whatever becomes of them', async () => {
    const [box, ...others] = (await asked('')).people;
    expect(others).toEqual([]);
    const [x, y, width, height] = box;
    expect(x + width).toBeLessThanOrEqual(WIDTH);
    expect(y + height).toBeLessThanOrEqual(HEIGHT);
    expect(width * height).toBeGreaterThan((WIDTH * HEIGHT) / 10);
    expect((await asked('crop=person&scale=50%25&output=matte')).people).toEqual([box]);
    const large = await sharp(photo)
      .resize(2 * WIDTH, 2 * HEIGHT)
      .png()
      .toBuffer();
    const [half] = (await asked('size=preview', large)).people;
    for (let i = 0; i < 4; i++) expect(Math.abs(half[i] - 2 * box[i])).toBeLessThan(20);
    expect((await asked('output=coarse')).people).toEqual([]);
  });

  it('an Idempotency-Key gets the same bytes again, and keeps nothing for another request', async () => {
    const once = async (query: string) => {
      const response = await post(worker.url, `model=lite&${query}`, photo, { 'Idempotency-Key': 'order-7' });
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };
    const first = await once('size=preview');
    expect((await once('size=preview')).equals(first)).toBe(true);
    expect((await once('output=matte')).equals(first)).toBe(false);
  });

  it('scale and position moves the person inside a canvas that stays', async () => {
    const { size, foreground } = await asked('scale=50%25&position=0%25 100%25');
    expect(size).toEqual([WIDTH, HEIGHT]);
    const [x, y, width, height] = foreground;
    expect(Math.max(width / WIDTH, height / HEIGHT)).toBeCloseTo(0.5, 1);
    expect([x, y + height]).toEqual([0, HEIGHT]);
  });

  it('roi sees nobody outside of it', async () => {
    const { size, foreground } = await asked('roi=0 0 100%25 60%25');
    expect(size).toEqual([WIDTH, HEIGHT]);
    expect(foreground[1] + foreground[3]).toBeLessThanOrEqual(Math.round(HEIGHT * 0.6));
    const empty = await post(worker.url, 'model=lite&roi=0 0 30px 30px', photo);
    expect([200, 422]).toContain(empty.status);
    await empty.arrayBuffer();
  });

  it('size=preview answers at most 250,000 pixels, size=auto as many as a format can have', async () => {
    const large = await sharp(photo).resize(768, 1024).jpeg().toBuffer();
    const preview = await asked('size=preview', large);
    expect(preview.size).toEqual([433, 577]);
    expect((await asked('size=preview')).size).toEqual([WIDTH, HEIGHT]);
    const [width, height] = (await asked('size=auto&format=webp', large)).size;
    expect(width * height).toBeLessThanOrEqual(512_000);
    expect(width * height).toBeGreaterThan(500_000);
    expect((await asked('size=auto', large)).size).toEqual([768, 1024]);
  });

  it('format=jpeg is white where nothing is', async () => {
    const { bytes, type } = await asked('format=jpeg');
    expect(type).toBe('image/jpeg');
    const { data } = await raw(bytes);
    for (const value of data.subarray(0, 3)) expect(value).toBeGreaterThan(250);
    const matte = await raw((await asked('format=jpeg&output=matte')).bytes);
    expect(matte.data[0]).toBeLessThan(5);
  });

  it('format=zip brings colours and alpha that together are the cutout', async () => {
    const { bytes, type, size } = await asked('format=zip&crop=person');
    expect(type).toBe('application/zip');
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['color.jpg', 'alpha.png']);
    const [colour, alpha, cutout] = await Promise.all([
      raw(files['color.jpg']),
      raw(files['alpha.png']),
      raw((await asked('crop=person')).bytes),
    ]);
    expect([colour.info.width, colour.info.height]).toEqual(size);
    const { channels } = alpha.info;
    let furthest = 0;
    let apart = 0;
    for (let i = 0; i < size[0] * size[1]; i++) {
      furthest = Math.max(furthest, Math.abs(alpha.data[i * channels] - cutout.data[i * 4 + 3]));
      if (alpha.data[i * channels] === 255) apart += Math.abs(colour.data[i * 3] - cutout.data[i * 4]);
    }
    expect(furthest).toBe(0);
    expect(apart / (size[0] * size[1])).toBeLessThan(4);
  });

  it('a background of one colour, or of a picture that fills it', async () => {
    const coloured = await raw((await asked('background=%23ff0080')).bytes);
    expect([...coloured.data.subarray(0, 4)]).toEqual([255, 0, 128, 255]);
    const halves = await sharp({ create: { width: 200, height: 300, channels: 3, background: '#00f' } })
      .composite([{ input: { create: { width: 100, height: 300, channels: 3, background: '#0f0' } }, left: 0, top: 0 }])
      .webp({ lossless: true })
      .toBuffer();
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(photo)]), 'photo.png');
    form.append('background', new Blob([new Uint8Array(halves)]), 'halves.webp');
    const { data } = await raw((await asked('', form)).bytes);
    expect([...data.subarray(0, 4)]).toEqual([0, 255, 0, 255]);
    expect([...data.subarray((WIDTH - 1) * 4, WIDTH * 4)]).toEqual([0, 0, 255, 255]);
  });

  it('shadow darkens what is beside the feet, and leaves the person and the air as they were', async () => {
    const [plain, ground, white] = await Promise.all(
      ['', 'shadow=ground&shadow_opacity=100%25', 'shadow=drop&background=white'].map(
        async (query) => (await raw((await asked(query)).bytes)).data,
      ),
    );
    const dark = { above: 0, below: 0, white: 0 };
    for (let i = 0; i < WIDTH * HEIGHT; i++) {
      const at = i * 4;
      if (plain[at + 3] === 255) {
        expect([...ground.subarray(at, at + 4)]).toEqual([...plain.subarray(at, at + 4)]);
        expect([...white.subarray(at, at + 4)]).toEqual([...plain.subarray(at, at + 4)]);
      } else if (plain[at + 3] === 0) {
        if (ground[at + 3] > 0) dark[i < (WIDTH * HEIGHT) / 2 ? 'above' : 'below']++;
        if (white[at] < 250) dark.white++;
        expect(white[at + 3]).toBe(255);
      }
    }
    expect(dark.above).toBe(0);
    expect(dark.below).toBeGreaterThan(100);
    expect(dark.white).toBeGreaterThan(100);
    const bare = await asked('');
    expect((await asked('shadow=drop')).foreground).toEqual(bare.foreground);
    for (const query of [
      'shadow=long',
      'shadow=drop&output=matte',
      'shadow_opacity=40%25',
      'shadow=drop&shadow_opacity=2',
    ]) {
      const response = await post(worker.url, `model=lite&${query}`, photo);
      expect(response.status, query).toBe(400);
      await response.arrayBuffer();
    }
  });

  it('shadow has the pixels of the terminal and the library', { timeout: 240_000 }, async () => {
    const engine = await createNodeEngine('models/dist');
    onTestFinished(() => engine.dispose());
    const bare = await raw((await asked('')).bytes);
    for (const kind of ['ground', 'drop'] as const) {
      const { data } = await raw((await asked(`shadow=${kind}&shadow_opacity=50%25`)).bytes);
      const options = { network: 'lite', shadow: { kind, opacity: 0.5 } } as const;
      const encoding = { format: 'png', quality: 90 } as const;
      const { files } = await cutOutFile(photo, [{ kind: 'cutout', encoding }], async () => engine, options);
      expect(differences(data, await raw(files[0]))).toBeLessThanOrEqual(2);
      expect(differences(data, bare)).toBeGreaterThan(40);
    }
  });

  it('no picture as background where WebP goes out, whose encoder takes what room there is', async () => {
    for (const format of ['webp', 'zip']) {
      const form = new FormData();
      form.append('image', new Blob([new Uint8Array(photo)]));
      form.append('background', new Blob([new Uint8Array(photo)]));
      const response = await post(worker.url, `model=lite&format=${format}`, form);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toContain('not with format=zip or webp');
    }
  });

  it('a phone photograph as background, and a PNG as large', async () => {
    const stripes = sharp(
      Buffer.from(Array.from({ length: 1600 * 1000 * 3 }, (_, i) => (Math.floor(i / 3) % 1600 < 800 ? 40 : 200))),
      { raw: { width: 1600, height: 1000, channels: 3 } },
    );
    for (const file of [
      await stripes.clone().rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      await stripes.clone().png().toBuffer(),
    ]) {
      const form = new FormData();
      form.append('image', new Blob([new Uint8Array(photo)]));
      form.append('background', new Blob([new Uint8Array(file)]));
      const { data } = await raw((await asked('', form)).bytes);
      const grey = (x: number, y: number) => [...data.subarray((y * WIDTH + x) * 4, (y * WIDTH + x + 1) * 4)];
      for (const value of grey(4, 4).slice(0, 3)) expect(Math.abs(value - 40)).toBeLessThan(4);
      for (const value of grey(WIDTH - 5, 4).slice(0, 3)) expect(Math.abs(value - 200)).toBeLessThan(4);
    }
  });

  it('a background that is no picture, or too large a one', async () => {
    const flat = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#888' } });
    const jpeg = await flat(1000, 500).jpeg().toBuffer();
    for (const [file, status, words] of [
      [Buffer.from('nothing'), 415, 'The background'],
      [Buffer.alloc(0), 400, 'The background'],
      [photo.subarray(0, 900), 422, 'The background'],
      [jpeg.subarray(0, jpeg.length / 2), 422, 'The background'],
      [(await flat(1000, 500).png().toBuffer()).subarray(0, -200), 422, 'The background'],
      [await flat(1000, 500).png({ progressive: true }).toBuffer(), 413, 'interlaced'],
      [await flat(5001, 5000).jpeg().toBuffer(), 413, '25,000,000'],
      [await flat(4001, 4000).png().toBuffer(), 413, '16,000,000'],
      [await flat(500, 500).webp().toBuffer(), 413, '128,000'],
      [await flat(100, 16_400).png().toBuffer(), 413, '16,384'],
    ] as const) {
      const form = new FormData();
      form.append('image', new Blob([new Uint8Array(photo)]));
      form.append('background', new Blob([new Uint8Array(file)]));
      const response = await post(worker.url, 'model=lite', form);
      expect(response.status, words).toBe(status);
      expect((await problemOf(response)).detail).toContain(words);
    }
  });
});
