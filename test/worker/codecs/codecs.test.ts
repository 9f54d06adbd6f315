import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { loadCodecs, onMemory } from './codecs.ts';

// What the first codec leaves behind, it leaves behind once.
it('one codec is kept at a time, however many were used', { retry: 0 }, async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const made: WeakRef<WebAssembly.Memory>[] = [];
  const end = onMemory((memory) => made.push(new WeakRef(memory)));
  const codecs = await loadCodecs();
  const photo = sharp(await drawnPhoto(64));
  for (const body of [await photo.jpeg().toBuffer(), await photo.webp().toBuffer()]) {
    const picture = await codecs.decode(body, codecs.inspect(body, { format: 'webp', output: 'cutout' }));
    await codecs.encodePicture(picture, 'webp');
  }
  end();
  expect(made).toHaveLength(3);
  await vi.waitFor(async () => {
    // What was looked at is kept until the next turn of the loop.
    await setTimeout(1);
    gc();
    expect(made.filter((memory) => memory.deref())).toHaveLength(1);
  });
});
