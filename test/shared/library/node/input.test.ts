import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { bytesOf, type NodeInput } from '../../../../shared/library/node/input.ts';

const pixels = (width: number, height: number, length = width * height * 4) => ({
  width,
  height,
  data: new Uint8ClampedArray(length),
});

it('pixels are taken as they are', async () => {
  const given = pixels(32, 20);
  expect(await bytesOf(given)).toBe(given);
});

it.each<[string, unknown, string]>([
  ['fewer than the size says', pixels(32, 20, 32 * 20 * 3), 'not-an-image'],
  ['more than the size says', pixels(32, 20, 32 * 20 * 4 + 4), 'not-an-image'],
  ['half a column', pixels(32.5, 20, 32.5 * 20 * 4), 'not-an-image'],
  ['numbers of more than a byte', { ...pixels(32, 20), data: new Float32Array(32 * 20 * 4) }, 'not-an-image'],
  ['nothing', undefined, 'not-an-image'],
  ['another object', {}, 'not-an-image'],
  ['a side that is too short', pixels(8, 20), 'too-small'],
  ['a side that is too long', pixels(20_000, 1), 'too-large'],
])('%s is refused', async (_, given, code) => {
  await expect(bytesOf(given as NodeInput)).rejects.toMatchObject({ code });
});

it('numbers of more than a byte are told by their kind: there are as many as there should be', async () => {
  const given = { ...pixels(32, 20), data: new Float32Array(32 * 20 * 4) } as unknown as NodeInput;
  await expect(bytesOf(given)).rejects.toThrow('Float32Array of 2560 is not that for 32 × 20 pixels.');
});

it.each([undefined, null, 5])('%s is told to be no picture', async (given) => {
  const sentence = `“${given}” is no picture; give a path, a URL, a file's bytes, a Blob, or pixels.`;
  await expect(bytesOf(given as unknown as NodeInput)).rejects.toThrow(sentence);
});

it.each<NodeInput>(['http://', new URL('file://host/person.png'), 'data:image/png;base64'])(
  '%s is told to be unreadable',
  async (given) => {
    await expect(bytesOf(given)).rejects.toMatchObject({ code: 'picture-unreadable' });
  },
);

it('a download that breaks off is told as one that could not be fetched', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': 500 });
    response.write('…', () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await expect(bytesOf(`http://127.0.0.1:${port}/person.png`)).rejects.toMatchObject({ code: 'unreachable' });
});
