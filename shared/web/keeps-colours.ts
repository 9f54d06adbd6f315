let answer: Promise<boolean> | undefined;

/** Whether this browser leaves numbers as they are stored when it is asked to; found out once, by a grey picture with a profile. */
export function keepsColoursWhenAsked(): Promise<boolean> {
  // Where it can't be tried, the browser is taken for a current one.
  answer ??= tryIt().catch(() => true);
  return answer;
}

const SIDE = 8;
/** The grey as it is stored, and as sRGB if the profile, which is linear, is obeyed. */
const [GREY, CONVERTED] = [128, 188];
const APP2 = 0xe2;

async function tryIt(): Promise<boolean> {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = `rgb(${GREY} ${GREY} ${GREY})`;
  context.fillRect(0, 0, SIDE, SIDE);
  const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 })).arrayBuffer());
  const profile = segment(APP2, [...ascii('ICC_PROFILE\0'), 1, 1, ...linearProfile()]);
  const bitmap = await createImageBitmap(new Blob([jpeg.subarray(0, 2), profile, jpeg.subarray(2)]), {
    colorSpaceConversion: 'none',
  });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const [shown] = context.getImageData(SIDE / 2, SIDE / 2, 1, 1).data;
  return Math.abs(shown - GREY) < Math.abs(shown - CONVERTED);
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];
const fixed = (value: number): number[] => u32(Math.round(value * 65_536));

const segment = (marker: number, body: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0xff, marker, ...u16(body.length + 2), ...body]);

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
