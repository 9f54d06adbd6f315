import sharp from 'sharp';
import { displayP3 } from '../../fixtures/files/display-p3.ts';
import { unusualFiles } from '../../fixtures/files/unusual.ts';

/** One encoded picture, and what its cutout is to be like. */
export interface FileKind {
  readonly name: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Pixels as displayed. */
  readonly width: number;
  readonly height: number;
  /** The sRGB colours (raw RGB) it must show, and by how much each may be off on average. */
  readonly colours?: { readonly right: Buffer; readonly tolerance: number };
  /** Those that a reader would show who overlooks the profile. */
  readonly wrong?: Buffer;
  /** The sentence it is declined with. */
  readonly declined?: RegExp;
}

/** Formats that lose colours by their nature, and the icon, which shows another detail. */
const OTHER_COLOURS = /palette|GIF|CMYK|grey|ICO/;

/** The photograph, upright and opaque, in every format that pages use. */
export async function fileKinds(photo: Buffer): Promise<FileKind[]> {
  const right = await sharp(photo).removeAlpha().raw().toBuffer();
  const { width = 0, height = 0 } = await sharp(photo).metadata();
  const plain = (await unusualFiles(photo)).map((file) => ({
    ...file,
    ...(!OTHER_COLOURS.test(file.name) && { colours: { right, tolerance: 6 } }),
  }));
  // The stronger the colours, the further apart the numbers of the two spaces.
  const vivid = await sharp(photo).removeAlpha().modulate({ saturation: 2.2 }).png().toBuffer();
  const wide = (['png', 'jpeg'] as const).map(async (format) => {
    const { file, overlooked } = await displayP3(vivid, format);
    const right = await sharp(vivid).raw().toBuffer();
    const name = `Display P3 ${format.toUpperCase()}`;
    const colours = { right, tolerance: 3 };
    return { name, fileName: `p3.${format}`, bytes: file, width, height, colours, wrong: overlooked };
  });
  return [...plain, ...(await Promise.all(wide)), ...(await largeFiles(photo))];
}

/** One as large as may be, and one that is a little larger. */
async function largeFiles(photo: Buffer): Promise<FileKind[]> {
  const large = async (name: string, width: number, height: number): Promise<FileKind> => {
    const bytes = await sharp(photo).resize(width, height, { fit: 'fill' }).jpeg({ quality: 85 }).toBuffer();
    return { name, fileName: 'large.jpg', bytes, width, height };
  };
  return [
    await large('50 megapixels', 6120, 8160),
    { ...(await large('50.4 megapixels: declined', 6150, 8200)), declined: /50\.4 megapixels\) and the limit is 50/ },
  ];
}
