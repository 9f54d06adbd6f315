import { copyFile, link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unet } from '../models/keras/networks.ts';
import { LIMIT, runCommand } from './command.ts';

vi.setConfig({ testTimeout: LIMIT });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exported = (...args: string[]) => runCommand('models', ['export', ...args], folder);

test('the card of a network never takes the place of the file that it is made from', async () => {
  const net = unet();
  await writeFile(join(folder, 'model.json'), net.json());
  await writeFile(join(folder, 'weights.h5'), await net.weightsH5());
  const { status, err } = await exported('model.json', 'weights.h5', '-o', 'model.onnx');
  expect(err).toBe('model.json would overwrite a file that was given; choose another name by -o.\n');
  expect(status).toBe(1);
  expect(await readFile(join(folder, 'model.json'), 'utf8')).toBe(net.json());
  expect((await readdir(folder)).sort()).toEqual(['model.json', 'weights.h5']);
});

test.each(['mine.onnx', './mine.onnx', 'linked.onnx', 'linked.tflite'])('nor does the network: %s', async (out) => {
  await copyFile('test/fixtures/mobile/mobile.onnx', join(folder, 'mine.onnx'));
  for (const name of ['linked.onnx', 'linked.tflite']) await link(join(folder, 'mine.onnx'), join(folder, name));
  const before = await readFile(join(folder, 'mine.onnx'));
  const { status, err } = await exported('mine.onnx', '-o', out);
  expect(err).toContain(`${out} would overwrite`);
  expect(status).toBe(1);
  expect(before.equals(await readFile(join(folder, 'mine.onnx')))).toBe(true);
});

test.each(['out.onnx', 'out.tflite'])('a file that is not there is named, and nothing is made: %s', async (out) => {
  const { status, err } = await exported('none.tflite', '-o', join('sub', out));
  expect([status, err]).toEqual([1, 'There is no file none.tflite.\n']);
  expect(await readdir(folder)).toEqual([]);
});

test('so is one that is to be inspected', async () => {
  const { status, err } = await runCommand('models', ['inspect', 'none.onnx'], folder);
  expect([status, err]).toEqual([1, 'There is no file none.onnx.\n']);
});

test('the folder of the result is made', async () => {
  await copyFile('test/fixtures/mobile/mobile.onnx', join(folder, 'mine.onnx'));
  const { status, err } = await exported('mine.onnx', '-o', 'sub/folder/out.onnx', '--output', 'sigmoid');
  expect([status, err]).toEqual([0, '']);
  expect((await readdir(join(folder, 'sub/folder'))).sort()).toEqual(['out.json', 'out.md', 'out.onnx']);
});
