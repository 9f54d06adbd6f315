import { setTimeout as after } from 'node:timers/promises';
import sharp from 'sharp';
import type { BatchStatus } from '../../../shared/contracts/batches.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import type { BatchClient } from '../../worker/harness/batches.ts';

/** The cheapest that is made of a picture: the coarse matte of 64 pixels. What is measured here is what surrounds it. */
export const OPTIONS = { model: 'lite', output: 'coarse' };

/** How many pictures are sent at once. */
const LANES = 8;

/** A picture of 64 pixels that differs from every other: equal ones would be worked on once. */
export const drawnFor = async (text: string): Promise<Buffer> =>
  sharp(await drawnPhoto(64))
    .withExifMerge({ IFD0: { ImageDescription: text } })
    .jpeg()
    .toBuffer();

/**
 * Sends the pictures of a batch: `person N.jpg`, and `poison N.jpg`, which can't be decoded.
 *
 * @param poisonEvery every so many there is one.
 */
export async function sendAll(client: BatchClient, id: string, count: number, poisonEvery = Number.POSITIVE_INFINITY) {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < count; at = next++) {
      const whole = await drawnFor(`${id} ${at}`);
      const isPoison = at % poisonEvery === poisonEvery - 1;
      const name = `${isPoison ? 'poison' : 'person'} ${at}.jpg`;
      const response = await client.send(id, name, isPoison ? whole.subarray(0, whole.length >> 1) : whole);
      if (response.status !== 201) throw new Error(`${name} was answered ${response.status}.`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Makes a batch of pictures, and answers its id. */
export async function batchOf(client: BatchClient, count: number, poisonEvery?: number): Promise<string> {
  const { id } = await client.create(OPTIONS);
  await sendAll(client, id, count, poisonEvery);
  return id;
}

/** Waits until a batch has ended, or as far as is enough. */
export async function untilEnded(
  client: BatchClient,
  id: string,
  isEnough: (now: BatchStatus['pictures']) => boolean = () => false,
): Promise<void> {
  for (;;) {
    const { state, pictures } = await client.status(id);
    if (state === 'ended' || isEnough(pictures)) return;
    await after(50);
  }
}
