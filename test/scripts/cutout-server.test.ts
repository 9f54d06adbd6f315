import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Served } from '../../worker/serve.ts';
import { personPhoto } from '../fixtures/files/photo.ts';
import { differences } from '../fixtures/pixels.ts';
import { startBatches } from '../worker/harness/batches.ts';
import { cutout, LIMIT, linesOf, readPng, start } from './command.ts';

vi.setConfig({ testTimeout: LIMIT, hookTimeout: LIMIT });

const PICTURES = 6;

let worker: Served;
let photo: Buffer;
let folder: string;
beforeAll(async () => {
  // One batch at a time: whoever made a second one would be declined.
  worker = await startBatches({ bindings: { BATCH_MOST_RUNNING: '1' } });
  photo = await sharp(await personPhoto())
    .resize(144, 192)
    .png()
    .toBuffer();
});
afterAll(() => worker?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-server-'));
  await mkdir(join(folder, 'in/inner'), { recursive: true });
  for (let i = 0; i < PICTURES; i++) {
    const path = i === 0 ? 'in/inner/1.png' : `in/${i}.png`;
    await writeFile(
      join(folder, path),
      await sharp(photo)
        .modulate({ brightness: 0.9 + i / 50 })
        .png()
        .toBuffer(),
    );
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const asked = (...more: string[]) => ['--server', worker.url, '--token', 'one', 'in', '-r', '-o', 'out/', ...more];

test('a folder is cut out by a server, and goes on where it was stopped', async () => {
  const running = start(folder, asked('--model', 'lite'));
  await running.until(({ out }) => out().includes('→'));
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(130);
  const { status, out, err } = await cutout(folder, ...asked('--model', 'lite'));
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(PICTURES);
  expect((await readdir(join(folder, 'out'))).filter((name) => name.endsWith('.png'))).toHaveLength(PICTURES - 1);
  const { width, height, channels } = await sharp(join(folder, 'out/inner/1-cutout.png')).metadata();
  expect([width, height, channels]).toEqual([144, 192, 4]);
});

test('what a server declines is named, and the others are written', async () => {
  await writeFile(join(folder, 'in/text.jpg'), 'no picture');
  await writeFile(join(folder, 'in/broken.png'), photo.subarray(0, 300));
  // In a second run, too, which finds the batch of the first one ended.
  for (let run = 0; run < 2; run++) {
    const ended = await cutout(folder, ...asked('--json', '--on', 'white', '--format', 'jpeg', '--model', 'lite'));
    expect(ended.status).toBe(1);
    const lines = linesOf(ended);
    expect(lines.get(join('in', 'text.jpg'))?.error?.code).toBe('unsupported-media-type');
    expect(lines.get(join('in', 'broken.png'))?.error?.code).toBe('unprocessable');
    expect([...lines.values()].flatMap(({ written }) => written)).toHaveLength(PICTURES);
  }
  expect((await sharp(join(folder, 'out/inner/1-cutout.jpg')).metadata()).format).toBe('jpeg');
});

test('a picture too large for its format is declined, and not made smaller', async () => {
  const large = await sharp(photo).resize(1200, 1600).jpeg().toBuffer();
  await writeFile(join(folder, 'large.jpg'), large);
  const where = ['--server', worker.url, '--token', 'one', '--model', 'lite'];
  const { status, err } = await cutout(folder, 'large.jpg', '-o', 'large.webp', ...where);
  expect(status).toBe(1);
  expect(err).toContain(
    'large.jpg: The picture has 1200 × 1600 pixels, and no more than 512,000 in all is answered as WebP',
  );
  expect(err).toContain('format=png');
  expect(await readdir(folder)).not.toContain('large.webp');
  expect((await cutout(folder, 'large.jpg', '-o', 'large.jpeg', ...where)).status).toBe(0);
  const { width, height } = await sharp(join(folder, 'large.jpeg')).metadata();
  expect([width, height]).toEqual([1200, 1600]);
});

test('a shadow that a server lays has the pixels of one laid here', async () => {
  const shadow = ['--shadow', 'ground', '--shadow-opacity', '0.29'];
  const made = async (name: string, ...more: string[]) => {
    const { status, err } = await cutout(folder, 'in/1.png', '-o', name, '--model', 'lite', ...more);
    expect([status, err]).toEqual([0, '']);
    return readPng(join(folder, name));
  };
  const here = await made('here.png', ...shadow);
  const there = await made('there.png', '--server', worker.url, '--token', 'one', ...shadow);
  expect(differences(there.data, here)).toBeLessThanOrEqual(2);
  expect(differences((await made('bare.png')).data, here)).toBeGreaterThan(20);
});

test('a wrong token is told in a sentence', async () => {
  const { status, err } = await cutout(folder, '--server', worker.url, '--token', 'three', 'in', '-o', 'out/');
  expect(status).toBe(1);
  expect(err).toContain('The token is not one of this service');
});
