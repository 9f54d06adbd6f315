import sharp from 'sharp';

/** A small picture of one colour, as a file to choose or to drop. */
export const plain = async (name: string, background: string) => ({
  ...{ name, mimeType: 'image/png' },
  buffer: await sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer(),
});
