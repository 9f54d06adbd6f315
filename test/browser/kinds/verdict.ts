import sharp from 'sharp';
import { expect } from 'vitest';
import { BEHIND } from './kind.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a drawn portrait surely has its person, and where it surely has none, as fractions of its sides. */
const PERSON = { x: 0.5, y: 0.75 };
const NOBODY = [
  { x: 0.04, y: 0.04 },
  { x: 0.96, y: 0.04 },
];
/** Half the side of the patch that is looked at, in pixels. */
const REACH = 4;

/** The mean of a patch, by channel. */
async function patch(picture: Buffer, box: Box, at: { x: number; y: number }): Promise<number[]> {
  const left = Math.round(box.x + at.x * box.width) - REACH;
  const top = Math.round(box.y + at.y * box.height) - REACH;
  const { channels } = await sharp(picture)
    .extract({ left, top, width: 2 * REACH + 1, height: 2 * REACH + 1 })
    .png()
    .toBuffer()
    .then((cut) => sharp(cut).stats());
  return channels.map(({ mean }) => mean);
}

/** A saved cutout has the picture's size, the person is in it, and nothing else is. */
export async function expectCutout(png: Buffer, width: number, height: number): Promise<void> {
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width, height, channels: 4 });
  const box = { x: 0, y: 0, width, height };
  const alpha = async (at: { x: number; y: number }) => ((await patch(png, box, at))[3] ?? 255) / 255;
  expect(await alpha(PERSON)).toBeGreaterThan(0.9);
  for (const at of NOBODY) expect(await alpha(at)).toBeLessThan(0.1);
}

/** A page shows the photo's person in the box, and its own colour around. */
export async function expectShown(screen: Buffer, box: Box, photo: Buffer): Promise<void> {
  const { width = 0, height = 0 } = await sharp(photo).metadata();
  const [now, then] = [await patch(screen, box, PERSON), await patch(photo, { x: 0, y: 0, width, height }, PERSON)];
  expect(Math.max(...now.slice(0, 3).map((value, i) => Math.abs(value - then[i])))).toBeLessThan(12);
  for (const at of NOBODY) {
    const [r, g, b] = await patch(screen, box, at);
    expect([r, g, b].map(Math.round)).toEqual([...BEHIND]);
  }
}
