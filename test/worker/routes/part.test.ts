import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIST } from '../../../models/main.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { PARTS, type Part } from '../../../shared/person/part.ts';
import { cutOut, type Found } from '../../../shared/pipeline/cutout.ts';
import { DRAWER_INPUT_PIXELS } from '../../../worker/inference/session.ts';
import type { Served } from '../../../worker/serve.ts';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { problemOf } from '../harness/ask.ts';
import { post } from '../harness/post.ts';
import { startWorker } from '../harness/start.ts';

/** A square: the Worker's networks see it as large as the terminal's. */
const SIDE = 384;
const PATIENCE = 120_000;

let worker: Served;
let plain: Served;
let photo: Buffer;

beforeAll(async () => {
  photo = await sharp(await personPhoto())
    .extract({ left: 0, top: 0, width: 660, height: 660 })
    .resize(SIDE, SIDE)
    .png()
    .toBuffer();
  [worker, plain] = await Promise.all([startWorker(), startWorker({ bindings: { PARTS: 'off' } })]);
}, PATIENCE);
afterAll(() => Promise.all([worker?.stop(), plain?.stop()]));

/** The alpha of an answer that must be a cutout. */
async function alphaOf(query: string, body: Uint8Array = photo): Promise<Buffer> {
  const response = await post(worker.url, query, body);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status, bytes.toString().slice(0, 300)).toBe(200);
  return sharp(bytes).extractChannel('alpha').raw().toBuffer();
}

/** What the terminal cuts out, with inputs as large as the Worker's. */
async function inTerminal(body: Uint8Array, part: Part): Promise<Found> {
  const engine = await createNodeEngine(DIST);
  const everyone = part !== 'head';
  const options = { quality: 'fast', part, everyone, maxInputPixels: DRAWER_INPUT_PIXELS } as const;
  const found = await cutOut(await decode(body), engine, options);
  await engine.dispose();
  if (found.person === 'no') throw new Error(`The terminal saw no ${part}.`);
  return found;
}

const sum = (alpha: Uint8Array) => alpha.reduce((total, value) => total + value, 0);

describe('POST /v1/mattes with part', { timeout: PATIENCE }, () => {
  it('head is what the terminal cuts out, within 2 of 255, also after the whole person', async () => {
    const whole = await alphaOf('');
    const found = await inTerminal(photo, 'head');
    const head = await alphaOf('part=head');
    const furthest = head.reduce((most, value, i) => Math.max(most, Math.abs(value - found.matte.data[i])), 0);
    expect(furthest).toBeLessThanOrEqual(2);
    expect(sum(head)).toBeGreaterThan(0.05 * sum(whole));
    expect(sum(head)).toBeLessThan(0.6 * sum(whole));
    expect((await alphaOf('')).equals(whole)).toBe(true);
  });

  it('hair, skin and clothes lie in the person and differ', async () => {
    const whole = await alphaOf('model=lite');
    const parts = [];
    for (const part of PARTS.filter((one) => one !== 'hair')) parts.push(await alphaOf(`model=lite&part=${part}`));
    for (const part of parts) expect(part.every((value, i) => value <= whole[i])).toBe(true);
    expect(new Set(parts.map(sum)).size).toBe(parts.length);
  });

  it('goes with crop, matte and form fields, and says where the head is', async () => {
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(photo)]));
    for (const [name, value] of Object.entries({ part: 'head', crop: 'person', output: 'matte' }))
      form.append(name, value);
    const response = await post(worker.url, '', form);
    expect(response.status).toBe(200);
    const { width = 0, height = 0 } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(Math.max(width, height)).toBeLessThan(SIDE);
    expect(response.headers.get('Matteo-People')?.split(', ')).toHaveLength(1);
  });

  it('of a head that the picture’s edge cuts: its box lies in the picture', async () => {
    const below = await sharp(photo)
      .extract({ left: 0, top: 90, width: SIDE, height: SIDE - 90 })
      .png()
      .toBuffer();
    const people = (await post(worker.url, 'part=head', below)).headers.get('Matteo-People');
    expect(people).toMatch(/^\d+ \d+ \d+ \d+$/);
  });

  it('that nobody has: the problem no-person says which', async () => {
    const below = await sharp(photo)
      .extract({ left: 0, top: 270, width: SIDE, height: SIDE - 270 })
      .png()
      .toBuffer();
    const response = await post(worker.url, 'part=head', below);
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({
      type: '/problems/no-person',
      detail: expect.stringContaining('head'),
    });
  });

  it.each([
    ['head', 'jpeg'],
    ['hair', 'png'],
  ] as const)('%s of a picture in strips is what the terminal cuts out, within 2 of 255 (%s)', async (part, format) => {
    const large = await sharp(photo).resize(1000, 1000).toFormat(format).toBuffer();
    const { matte, people } = await inTerminal(large, part);
    const response = await post(worker.url, `part=${part}`, large);
    expect(response.status).toBe(200);
    expect(response.headers.get('Matteo-Size')).toBe('1000 1000');
    expect(response.headers.get('Matteo-People')?.split(', ')).toHaveLength(people.length);
    const alpha = await sharp(Buffer.from(await response.arrayBuffer()))
      .extractChannel('alpha')
      .raw()
      .toBuffer();
    const further = alpha.filter((value, i) => Math.abs(value - matte.data[i]) > 2).length;
    expect(further / alpha.length).toBeLessThan(0.001);
    expect(sum(alpha)).toBeGreaterThan(0.05 * 255 * alpha.length);
  });

  it('of a picture in strips that doesn’t show it: the problem no-person says which', async () => {
    const below = await sharp(photo)
      .extract({ left: 0, top: 270, width: SIDE, height: SIDE - 270 })
      .resize(2400)
      .jpeg()
      .toBuffer();
    const response = await post(worker.url, 'part=head', below);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).detail).toContain('head');
  });

  it.each(['part=', 'part=HEAD', 'part=nose', 'part=head&part=hair', 'part=%00', 'part=head&output=coarse'])(
    '%s is declined',
    async (query) => {
      const response = await post(worker.url, query, photo);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toContain('part');
    },
  );

  it('is not implemented where the deployment does not offer it', async () => {
    const response = await post(plain.url, 'part=head', photo);
    expect(response.status).toBe(501);
    expect((await problemOf(response)).detail).toContain('docs/deploy.md');
  });
});
