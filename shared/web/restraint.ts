/** What a browser leaves alone when it is asked to. */
export interface Restraint {
  /** Pixels are not turned by EXIF's orientation. */
  readonly keepsOrientation: boolean;
  /** Numbers are not converted by a profile. */
  readonly keepsColours: boolean;
}

let restraint: Promise<Restraint> | undefined;

/** What this browser leaves alone; found out once, by a grey picture that lies on its side and has a profile of its own. */
export function findRestraint(): Promise<Restraint> {
  // Where it can't be tried, the browser is taken for a current one.
  restraint ??= tryIt().catch(() => ({ keepsOrientation: true, keepsColours: true }));
  return restraint;
}

const [WIDTH, HEIGHT] = [16, 8];
/** The grey as it is stored, and as sRGB if the profile, which is linear, is obeyed. */
const [GREY, CONVERTED] = [128, 188];
const [APP1, APP2] = [0xe1, 0xe2];

async function tryIt(): Promise<Restraint> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = `rgb(${GREY} ${GREY} ${GREY})`;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 })).arrayBuffer());
  const said = [segment(APP1, SIDEWAYS), segment(APP2, [...ascii('ICC_PROFILE\0'), 1, 1, ...linearProfile()])];
  const bitmap = await createImageBitmap(new Blob([jpeg.subarray(0, 2), ...said, jpeg.subarray(2)]), {
    imageOrientation: 'none',
    colorSpaceConversion: 'none',
  });
  const keepsOrientation = bitmap.width === WIDTH;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const [shown] = context.getImageData(HEIGHT / 2, HEIGHT / 2, 1, 1).data;
  return { keepsOrientation, keepsColours: Math.abs(shown - GREY) < Math.abs(shown - CONVERTED) };
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];
const fixed = (value: number): number[] => u32(Math.round(value * 65_536));

const segment = (marker: number, body: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0xff, marker, ...u16(body.length + 2), ...body]);

/** EXIF that says orientation 6. */
const SIDEWAYS = [
  ...ascii('Exif\0\0MM\0*'),
  ...u32(8),
  ...u16(1),
  ...u16(0x0112),
  ...u16(3),
  ...u32(1),
  ...u16(6),
  0,
  0,
  ...u32(0),
];

/** sRGB's primaries under D50, column by column, and its white. */
const COLORANTS = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
  wtpt: [0.9642, 1, 0.8249],
};

/** An ICC profile of sRGB's primaries whose numbers are linear light. */
function linearProfile(): number[] {
  const empty = [...ascii('mluc'), ...u32(0), ...u32(0), ...u32(12)];
  const curve = [...ascii('curv'), ...u32(0), ...u32(0)];
  const tags: (readonly [name: string, body: readonly number[]])[] = [
    ['desc', empty],
    ['cprt', empty],
    ...Object.entries(COLORANTS).map(
      ([name, xyz]) => [name, [...ascii('XYZ '), ...u32(0), ...xyz.flatMap(fixed)]] as const,
    ),
    ...['rTRC', 'gTRC', 'bTRC'].map((name) => [name, curve] as const),
  ];
  const first = 128 + 4 + tags.length * 12;
  const table: number[] = [];
  const bodies: number[] = [];
  for (const [name, body] of tags) {
    table.push(...ascii(name), ...u32(first + bodies.length), ...u32(body.length));
    bodies.push(...body);
  }
  const head = new Array<number>(128).fill(0);
  const put = (at: number, values: readonly number[]) => head.splice(at, values.length, ...values);
  put(0, u32(first + bodies.length));
  put(8, u32(0x04200000));
  put(12, ascii('mntrRGB XYZ '));
  put(36, ascii('acsp'));
  put(68, COLORANTS.wtpt.flatMap(fixed));
  return [...head, ...u32(tags.length), ...table, ...bodies];
}
