import { afterEach, expect, it, vi } from 'vitest';
import { newPicture } from '../../../shared/image/picture.ts';
import { encodePngStrips } from '../../../shared/image/png/encode.ts';
import { streamAnswer } from '../../../worker/mattes/in-strips.ts';

const SIZE = { width: 64, height: 96 };

/** All that a client gets of a stream, and whether it broke off. */
async function take(body: ReadableStream<Uint8Array>): Promise<{ bytes: Buffer; broken: boolean }> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of body as unknown as AsyncIterable<Uint8Array>) parts.push(part);
  } catch {
    return { bytes: Buffer.concat(parts), broken: true };
  }
  return { bytes: Buffer.concat(parts), broken: false };
}

afterEach(() => vi.restoreAllMocks());

it('a fault after the headers breaks the stream and leaves one line in the log', async () => {
  const line = vi.spyOn(console, 'error').mockImplementation(() => {});
  const strips = async function* () {
    yield newPicture(64, 32);
    throw new RangeError('no more rows');
  };
  const stream = streamAnswer(encodePngStrips(SIZE, 4, strips()));
  const { bytes, broken } = await take(stream.body);
  await Promise.all([stream.made, stream.sent]);
  expect(broken).toBe(true);
  expect(bytes.includes('IEND')).toBe(false);
  expect(line.mock.calls).toEqual([[JSON.stringify({ stream: 'broken', error: 'RangeError: no more rows' })]]);
});

it('neither a sound answer nor a client that leaves is told in the log', async () => {
  const line = vi.spyOn(console, 'error').mockImplementation(() => {});
  const strips = async function* () {
    for (let y = 0; y < 96; y += 32) yield newPicture(64, 32);
  };
  const whole = streamAnswer(encodePngStrips(SIZE, 4, strips()));
  const { bytes, broken } = await take(whole.body);
  expect(broken).toBe(false);
  expect(bytes.subarray(-8).includes('IEND')).toBe(true);
  const left = streamAnswer(encodePngStrips(SIZE, 4, strips()));
  await left.body.cancel('gone');
  await Promise.all([left.made, left.sent]);
  expect(line).not.toHaveBeenCalled();
});
