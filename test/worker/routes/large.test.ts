import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeOnColour, composeOnPicture, cover } from '../../../shared/image/compose.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import { encodePng } from '../../../shared/image/png/encode.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut, type Found } from '../../../shared/pipeline/cutout.ts';
import { drive } from '../../../shared/steps.ts';
import { foregroundBox } from '../../../worker/layout/foreground-box.ts';
import { layOut } from '../../../worker/layout/lay-out.ts';
import { phonePhoto } from '../../fixtures/files/phone.ts';
import { differences } from '../../fixtures/pixels.ts';
import { problemOf } from '../harness/ask.ts';
import { post } from '../harness/post.ts';
import { useWorker } from '../harness/use-worker.ts';

const given = useWorker(256);

/** More than is worked on as a whole; the bench takes 12 megapixels. */
const [WIDTH, HEIGHT] = [1200, 1600];

const ask = async (query: string, body: Uint8Array): Promise<[Response, Buffer]> => {
  const response = await post(given.worker.url, query, body);
  expect(response.status, query).toBe(200);
  return [response, Buffer.from(await response.arrayBuffer())];
};

const pixelsOf = (png: Buffer) => sharp(png).raw().toBuffer({ resolveWithObject: true });

/** The mean difference of the colours. */
function meanDifference(found: Buffer, { width, height, data }: Picture): number {
  const channels = found.length / (width * height);
  let sum = 0;
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) sum += Math.abs(found[i * channels + c] - data[i * 4 + c]);
  }
  return sum / (width * height * 3);
}

describe('a phone photograph, lying on its side and in Display P3', { timeout: 240_000 }, () => {
  let photo: Buffer;
  let progressive: Buffer;
  let lossless: Uint8Array;
  let expected: Found;
  beforeAll(async () => {
    photo = await phonePhoto(WIDTH);
    progressive = await phonePhoto(WIDTH, { progressive: true });
    const engine = await createNodeEngine('models/dist');
    const picture = await decode(photo);
    lossless = await encodePng(picture);
    expected = (await cutOut(picture, engine, { network: 'lite' })) as Found;
    await engine.dispose();
  }, 120_000);

  it('is cut out at its own size as the terminal does it', async () => {
    const [{ headers }, png] = await ask('model=lite', photo);
    expect(headers.get('Matteo-Size')).toBe(`${WIDTH} ${HEIGHT}`);
    expect(headers.get('Matteo-Colour-Profile')).toBe('used');
    expect(headers.get('Matteo-People')).not.toBeNull();
    const { data, info } = await pixelsOf(png);
    expect([info.width, info.height, info.channels]).toEqual([WIDTH, HEIGHT, 4]);
    expect(differences(data, expected.cutout)).toBeLessThanOrEqual(2);
  });

  it('is cut out alike where it is sent as a PNG', async () => {
    const [{ headers }, png] = await ask('model=lite', lossless);
    expect(headers.get('Matteo-Size')).toBe(`${WIDTH} ${HEIGHT}`);
    const { data } = await pixelsOf(png);
    expect(differences(data, expected.cutout)).toBeLessThanOrEqual(2);
    const [small] = await ask('model=lite&size=preview&crop=person&format=webp', lossless);
    expect(small.headers.get('Content-Type')).toBe('image/webp');
    const cut = await post(given.worker.url, 'model=lite', lossless.subarray(0, lossless.length >> 1));
    expect(cut.status).toBe(422);
    expect((await problemOf(cut)).detail).toContain('cut off');
  });

  it('is answered as a matte, on a colour, as a coarse matte, and smaller in every way', async () => {
    const [, grey] = await ask('model=lite&output=matte', progressive);
    expect(await sharp(grey).metadata()).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 1 });
    const [, laid] = await ask('model=lite&on=red&size=auto', photo);
    const { data } = await pixelsOf(laid);
    expect([...data.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    const [, coarse] = await ask('model=lite&output=coarse', photo);
    expect((await sharp(coarse).metadata()).width).toBeLessThan(WIDTH);
    const [small] = await ask('model=lite&size=preview&crop=person&format=webp', progressive);
    expect(small.headers.get('Content-Type')).toBe('image/webp');
    const [scaled] = await ask('model=lite&size=auto&scale=50%25', photo);
    const [width, height] = (scaled.headers.get('Matteo-Size') ?? '').split(' ').map(Number);
    expect([width, height]).toEqual([WIDTH, HEIGHT]);
  });

  it('is cropped and moved at its own size as a whole picture is', async () => {
    const query = 'model=lite&crop=person&margin=40px&position=0%25+100%25&on=%23336699';
    const [{ headers }, png] = await ask(query, photo);
    const { cutout, foreground } = await drive(
      layOut(expected.cutout, { crop: 'person', margin: '40px', position: '0% 100%' }),
    );
    const { data, info } = await pixelsOf(png);
    // Where alpha is near the least that is visible, either may see a pixel more.
    expect(Math.abs(info.width - cutout.width)).toBeLessThanOrEqual(4);
    expect(Math.abs(info.height - cutout.height)).toBeLessThanOrEqual(4);
    const [x, , width] = (headers.get('Matteo-Foreground') ?? '').split(' ').map(Number);
    expect(x).toBe(0);
    expect(Math.abs(width - (foreground?.width ?? 0))).toBeLessThanOrEqual(4);
    expect(data.length).toBe(info.width * info.height * info.channels);
  });

  it('is answered as JPEG and as ZIP at its own size', async () => {
    const [{ headers }, jpeg] = await ask('model=lite&format=jpeg&on=%23336699', photo);
    expect([headers.get('Content-Type'), headers.get('Matteo-Size')]).toEqual(['image/jpeg', `${WIDTH} ${HEIGHT}`]);
    expect(
      meanDifference((await pixelsOf(jpeg)).data, composeOnColour(expected.cutout, [0x33, 0x66, 0x99])),
    ).toBeLessThan(3);
    const [, archive] = await ask('model=lite&format=zip', photo);
    const files = unzipSync(archive);
    const colours = await pixelsOf(Buffer.from(files['color.jpg']));
    const alpha = await sharp(files['alpha.png']).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect([colours.info.width, alpha.info.width, alpha.info.channels]).toEqual([WIDTH, WIDTH, 1]);
    expect(meanDifference(colours.data, expected.cutout)).toBeLessThan(3);
    const faults = alpha.data.filter((value, i) => Math.abs(value - expected.cutout.data[i * 4 + 3]) > 2);
    expect(faults).toHaveLength(0);
    const [, grey] = await ask('model=lite&output=matte&format=jpeg', photo);
    expect(await sharp(grey).metadata()).toMatchObject({ width: WIDTH, height: HEIGHT, format: 'jpeg' });
  });

  it('is scaled, and laid on a picture, at its own size as a whole picture is', async () => {
    const lower = await sharp({ create: { width: 1500, height: 1000, channels: 3, background: '#264' } })
      .composite([
        { input: { create: { width: 750, height: 1000, channels: 3, background: '#c42' } }, left: 0, top: 0 },
      ])
      .jpeg({ quality: 95 })
      .toBuffer();
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(photo)]), 'photo.jpg');
    form.append('background', new Blob([new Uint8Array(lower)]), 'lower.jpg');
    form.append('scale', '60%');
    const response = await post(given.worker.url, 'model=lite', form);
    expect(response.status).toBe(200);
    const { data, info } = await pixelsOf(Buffer.from(await response.arrayBuffer()));
    expect([info.width, info.height]).toEqual([WIDTH, HEIGHT]);
    const { cutout, foreground } = await drive(layOut(expected.cutout, { scale: '60%' }));
    const beneath = await drive(cover(await decode(lower), WIDTH, HEIGHT));
    expect(meanDifference(data, composeOnPicture(cutout, beneath))).toBeLessThan(2);
    const [, , width] = (response.headers.get('Matteo-Foreground') ?? '').split(' ').map(Number);
    expect(Math.abs(width - (foreground?.width ?? 0))).toBeLessThanOrEqual(4);
  });

  it('has a shadow at its own size as a whole picture has', async () => {
    const [{ headers }, png] = await ask('model=lite&shadow=ground&shadow_opacity=90%25', photo);
    const { data } = await pixelsOf(png);
    const whole = { ...expected.cutout, data: expected.cutout.data.slice() };
    const { cutout } = await drive(layOut(whole, { shadow: 'ground', shadow_opacity: '90%' }));
    expect(differences(data, cutout)).toBeLessThanOrEqual(4);
    expect(differences(data, expected.cutout)).toBeGreaterThan(40);
    expect(headers.has('Matteo-Foreground')).toBe(true);
  });

  it('is cut out where it was asked to look', async () => {
    const [{ headers }, png] = await ask('model=lite&roi=0+0+100%25+60%25', photo);
    expect(headers.get('Matteo-Size')).toBe(`${WIDTH} ${HEIGHT}`);
    const { data } = await pixelsOf(png);
    const from = Math.round(HEIGHT * 0.6) * WIDTH * 4;
    expect(data.subarray(from).every((value, i) => i % 4 < 3 || value === 0)).toBe(true);
    expect(data.subarray(0, from).some((value, i) => i % 4 === 3 && value === 255)).toBe(true);
  });

  it('is cut out at its own size for clients of other services', async () => {
    const form = (name: string, fields: Record<string, string>) => {
      const form = new FormData();
      form.append(name, new Blob([new Uint8Array(photo)]), 'photo.jpg');
      for (const [field, value] of Object.entries(fields)) form.append(field, value);
      return form;
    };
    const removed = await post(given.worker.url, '', form('file', { model: 'lite', om: 'true' }), {}, '/api/remove');
    expect(removed.status).toBe(200);
    const mask = await sharp(Buffer.from(await removed.arrayBuffer())).metadata();
    expect(mask).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 1 });
    const full = form('image_file', { size: 'full', format: 'png' });
    const compatible = await post(given.worker.url, '', full, {}, '/v1.0/removebg');
    expect(compatible.status).toBe(200);
    const fact = (name: string) => Number(compatible.headers.get(name));
    expect([fact('X-Width'), fact('X-Height')]).toEqual([WIDTH, HEIGHT]);
    const { data, info } = await pixelsOf(Buffer.from(await compatible.arrayBuffer()));
    expect(info).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 4 });
    const visible = foregroundBox({ width: WIDTH, height: HEIGHT, data: new Uint8ClampedArray(data) })!;
    expect(Math.abs(fact('X-Foreground-Top') - visible.y)).toBeLessThan(HEIGHT / 20);
    expect(Math.abs(fact('X-Foreground-Height') - visible.height)).toBeLessThan(HEIGHT / 20);
  });

  it('is declined with the limit where its answer would have to be made as a whole', async () => {
    const response = await post(given.worker.url, 'format=webp', photo);
    expect(response.status).toBe(413);
    const { detail, limit } = await problemOf(response);
    expect(detail).toMatch(/answered as WebP.*; ask for format=png or size=auto/);
    expect(limit).toEqual({ pixels: 512_000 });
  });

  it('is declined where it is damaged, and where it is too large for strips', async () => {
    const cut = await post(given.worker.url, 'model=lite', photo.subarray(0, photo.length >> 1));
    expect(cut.status).toBe(422);
    expect((await problemOf(cut)).detail).toContain('cut off');
    const vast = Buffer.from(photo);
    const frame = vast.indexOf(Buffer.from([0xff, 0xc0]));
    vast.writeUInt16BE(5001, frame + 5);
    vast.writeUInt16BE(5000, frame + 7);
    const declined = await post(given.worker.url, 'model=lite', vast);
    expect(declined.status).toBe(413);
    expect((await problemOf(declined)).limit).toEqual({ pixels: 25_000_000 });
  });
});
