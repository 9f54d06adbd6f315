import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { coarseMatte } from '../../../shared/pipeline/coarse.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import type { Served } from '../../../worker/serve.ts';
import { ORIENTATIONS, oriented } from '../../fixtures/files/orientation.ts';
import { emptyPhoto, silhouette } from '../../fixtures/files/photo.ts';
import { HEIGHT, startWithPerson, WIDTH } from '../harness/person.ts';
import { post } from '../harness/post.ts';

let worker: Served;
let photo: Buffer;

beforeAll(async () => {
  [worker, photo] = await startWithPerson();
}, 60_000);
afterAll(() => worker?.stop());

const ask = (...request: [string, Uint8Array | FormData | string, Record<string, string>?]) =>
  post(worker.url, ...request);

/** The pixels of an answer that must be a picture. */
async function picked(response: Response) {
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status, bytes.toString().slice(0, 300)).toBe(200);
  const image = sharp(bytes);
  const { format, channels } = await image.metadata();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { format, channels, data, width: info.width, height: info.height, samples: info.channels };
}

/** Mean of one channel over a part of the picture, in shares of it. */
function meanOf(picture: Awaited<ReturnType<typeof picked>>, channel: number, box: [number, number, number, number]) {
  const { data, width, height, samples } = picture;
  const [left, top, right, bottom] = box.map((share, i) => Math.round(share * (i % 2 ? height : width)));
  let sum = 0;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) sum += data[(y * width + x) * samples + channel];
  return sum / ((right - left) * (bottom - top));
}

/** The person's chest, and the corner where nobody is. */
const CHEST: [number, number, number, number] = [0.3, 0.7, 0.5, 0.9];
const CORNER: [number, number, number, number] = [0, 0, 0.2, 0.1];

describe('POST /v1/mattes', () => {
  for (const model of ['lite', 'portrait-s']) {
    for (const format of ['png', 'webp']) {
      it(`answers matte and cutout by ${model} as ${format}`, async () => {
        const matte = await picked(await ask(`model=${model}&output=matte&format=${format}`, photo));
        expect(matte).toMatchObject({ format, width: WIDTH, height: HEIGHT });
        expect(meanOf(matte, 0, CHEST)).toBeGreaterThan(240);
        expect(meanOf(matte, 0, CORNER)).toBeLessThan(10);

        const response = await ask(`model=${model}&format=${format}`, photo);
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'matteo-model': model,
          'matteo-person': 'yes',
          'matteo-confidence': expect.stringMatching(/^(1\.00|0\.[5-9]\d)$/),
          'cache-control': 'no-store',
          'server-timing': expect.stringMatching(/^read;dur=\d+, wait;dur=\d+, .*encode;dur=\d+$/),
        });
        const cutout = await picked(response);
        expect(cutout).toMatchObject({ format, channels: 4, width: WIDTH, height: HEIGHT });
        expect(meanOf(cutout, 3, CHEST)).toBeGreaterThan(240);
        expect(meanOf(cutout, 3, CORNER)).toBeLessThan(10);
      }, 60_000);
    }
  }

  it('writes mattes as 8-bit grey PNG', async () => {
    for (const output of ['coarse', 'matte']) {
      const { channels } = await picked(await ask(`model=lite&output=${output}`, photo));
      expect(channels).toBe(1);
    }
  });

  it('takes portrait for portrait-s, as it was called before', async () => {
    const response = await ask('model=portrait&output=coarse', photo);
    expect(response.status).toBe(200);
    expect(response.headers.get('Matteo-Model')).toBe('portrait-s');
  }, 60_000);

  it('takes portrait-s where no network is named', async () => {
    const response = await ask('output=coarse', photo);
    expect(response.headers.get('Matteo-Model')).toBe('portrait-s');
    expect(await picked(response)).toMatchObject({ width: 288, height: 384 });
  }, 60_000);

  it('lays the cutout on a colour', async () => {
    const picture = await picked(await ask('model=lite&on=%23ff0080', photo));
    expect([0, 1, 2].map((c) => Math.round(meanOf(picture, c, CORNER)))).toEqual([255, 0, 128]);
    expect(meanOf(picture, 3, [0, 0, 1, 1])).toBe(255);
  });

  it('answers the mattes that the terminal gives, within 1/255', async () => {
    const picture = await decode(photo);
    const engine = await createNodeEngine('models/dist');
    const found = await cutOut(picture, engine, { network: 'lite' });
    if (found.person === 'no') throw new Error('The terminal sees nobody.');
    const whole = await picked(await ask('model=lite&output=matte', photo));
    const furthest = found.matte.data.reduce(
      (most, alpha, i) => Math.max(most, Math.abs(whole.data[i * whole.samples] - alpha)),
      0,
    );
    expect(furthest).toBeLessThanOrEqual(1);
    const { matte: expected } = await coarseMatte(picture, engine, { network: 'lite' });
    const { data, width, height, samples } = await picked(await ask('model=lite&output=coarse', photo));
    expect([1, 1, height, width]).toEqual(expected.dims);
    const worst = expected.data.reduce(
      (most, alpha, i) => Math.max(most, Math.abs(data[i * samples] - alpha * 255)),
      0,
    );
    expect(worst).toBeLessThanOrEqual(1);
    expect(expected.data.some((alpha) => alpha > 0.9) && expected.data.some((alpha) => alpha < 0.1)).toBe(true);
    await engine.dispose();
  }, 60_000);

  it('answers what may be no person, and says so; one decision for every output', async () => {
    const shadow = await silhouette();
    for (const output of ['coarse', 'matte', 'cutout']) {
      const response = await ask(`output=${output}`, shadow);
      expect(response.headers.get('Matteo-Person'), output).toBe('unsure');
      const confidence = Number(response.headers.get('Matteo-Confidence'));
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThan(0.5);
      const picture = await picked(response);
      if (output === 'cutout') expect(meanOf(picture, 3, [0.4, 0.7, 0.6, 0.9])).toBeGreaterThan(240);
    }
  }, 60_000);

  it('says that nobody is there; the coarse matte is answered all the same', async () => {
    const empty = await emptyPhoto();
    for (const output of ['matte', 'cutout']) {
      const response = await ask(`model=lite&output=${output}`, empty);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ type: '/problems/no-person' });
    }
    const coarse = await ask('model=lite&output=coarse', empty);
    expect(coarse.headers.get('Matteo-Person')).toBe('no');
    expect(coarse.headers.get('Matteo-Confidence')).toBe('0.00');
    expect(await picked(coarse)).toMatchObject({ width: 256, height: 256 });
  });

  it('reads a form’s field “image”, and its other fields as parameters', async () => {
    const form = new FormData();
    form.append('output', 'coarse');
    form.append('format', 'webp');
    form.append('image', new Blob([new Uint8Array(photo)]), 'photo.png');
    expect(await picked(await ask('model=lite', form))).toMatchObject({ format: 'webp', width: 256, height: 256 });
  });

  it('goes by the bytes, whatever the type says of them', async () => {
    const types = [
      'image/jpg',
      'image/pjpeg',
      'image/x-png',
      'image/gif',
      'binary/octet-stream',
      'application/x-octet-stream',
      'IMAGE/PNG; a=b',
      '',
    ];
    for (const type of types) {
      const response = await ask('model=lite&output=coarse', photo, { 'Content-Type': type });
      expect(response.status, type).toBe(200);
      await response.arrayBuffer();
    }
    expect((await ask('model=lite&output=coarse', photo)).status).toBe(200);
  });

  it('answers WebP to whom takes nothing else', async () => {
    const response = await ask('model=lite&output=coarse', photo, { Accept: 'image/webp' });
    expect(await picked(response)).toMatchObject({ format: 'webp' });
  });

  it('reads JPEG, PNG and WebP in all their forms', async () => {
    const fresh = () => sharp(photo).removeAlpha();
    const forms = {
      jpeg: fresh().jpeg({ quality: 95 }),
      'progressive jpeg': fresh().jpeg({ quality: 95, progressive: true }),
      'grey jpeg': fresh().greyscale().jpeg({ quality: 95 }),
      'interlaced png': fresh().png({ progressive: true }),
      'palette png': fresh().png({ palette: true }),
      '16-bit png': fresh().toColourspace('rgb16').png(),
      'lossy webp': fresh().webp({ quality: 95 }),
      'lossless webp': fresh().webp({ lossless: true }),
    };
    const plain = await picked(await ask('model=lite&output=coarse', photo));
    for (const [name, form] of Object.entries(forms)) {
      const { data } = await picked(await ask('model=lite&output=coarse', await form.toBuffer()));
      const mean = data.reduce((sum, value, i) => sum + Math.abs(value - plain.data[i]), 0) / data.length;
      expect(mean, name).toBeLessThan(name.startsWith('grey') ? 30 : 4);
    }
  }, 60_000);

  it('obeys the EXIF orientation', async () => {
    for (const orientation of ORIENTATIONS) {
      const turned = await (await oriented(photo, orientation)).jpeg({ quality: 95 }).toBuffer();
      const matte = await picked(await ask('model=lite&output=matte', turned));
      expect(matte, `orientation ${orientation}`).toMatchObject({ width: WIDTH, height: HEIGHT });
      expect(meanOf(matte, 0, CHEST), `orientation ${orientation}`).toBeGreaterThan(230);
      expect(meanOf(matte, 0, CORNER), `orientation ${orientation}`).toBeLessThan(20);
    }
  }, 60_000);

  it('answers the largest pictures that it takes, and their coarse mattes as WebP', async () => {
    const sized = (width: number, height: number) => sharp(photo).resize(width, height, { fit: 'fill' });
    const jpeg = await sized(768, 1024).jpeg({ progressive: true }).toBuffer();
    expect(await picked(await ask('model=lite', jpeg))).toMatchObject({ width: 768, height: 1024 });
    const coarse = await picked(await ask('model=lite&output=coarse&format=webp', jpeg));
    expect(coarse).toMatchObject({ format: 'webp', width: 256, height: 256 });
    const webp = await sized(500, 1024).webp({ lossless: true, effort: 0 }).toBuffer();
    const answer = await picked(await ask('model=lite&format=webp', webp));
    expect(answer).toMatchObject({ width: 500, height: 1024 });
  }, 60_000);
});
