import sharp from 'sharp';

const GAP = 20;
const CORNER = 22;

/** Pictures side by side, each `width` pixels wide, with round corners, a fine line around, nothing between. PNG. */
export async function strip(pictures: readonly Uint8Array[], width: number): Promise<Buffer> {
  const panels = await Promise.all(pictures.map((picture) => panel(picture, width)));
  const height = Math.max(...panels.map(({ info }) => info.height));
  const placed = panels.map(({ data, info }, i) => ({
    input: data,
    left: i * (width + GAP),
    top: Math.floor((height - info.height) / 2),
  }));
  return sharp({ create: { width: panels.length * (width + GAP) - GAP, height, channels: 4, background: '#0000' } })
    .composite(placed)
    .png()
    .toBuffer();
}

async function panel(picture: Uint8Array, width: number) {
  const { data, info } = await sharp(picture).resize(width).png().toBuffer({ resolveWithObject: true });
  const rounded = (style: string, inset: number) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${info.height}"><rect x="${inset}" y="${inset}" width="${width - 2 * inset}" height="${info.height - 2 * inset}" rx="${CORNER}" ${style}/></svg>`,
    );
  return sharp(data)
    .toColourspace('srgb')
    .ensureAlpha()
    .composite([
      { input: rounded('fill="none" stroke="#80776a" stroke-opacity=".45" stroke-width="2"', 1) },
      { input: rounded('', 0), blend: 'dest-in' },
    ])
    .png()
    .toBuffer({ resolveWithObject: true });
}
