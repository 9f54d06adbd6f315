import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cutOutFile, type FileOptions, type FileOutput } from '../../../shared/node/cut-out-file.ts';
import { decode } from '../../../shared/node/decode.ts';
import { drawnEngine, type Shape } from '../../fixtures/engine/engine.ts';

const nothing: Shape = () => -1;
const OUTPUTS: readonly FileOutput[] = [
  { kind: 'matte', encoding: { format: 'png', quality: 90 } },
  { kind: 'cutout', encoding: { format: 'jpeg', quality: 90 } },
];
const photo = sharp({ create: { width: 60, height: 80, channels: 3, background: '#888' } })
  .png()
  .toBuffer();

const cut = async (options: FileOptions = {}, engine = drawnEngine()) =>
  cutOutFile(await photo, OUTPUTS, async () => engine, options);
const isRed = async (file: Buffer): Promise<boolean> => {
  const [red, green, blue] = (await decode(file)).data;
  return red > 240 && green < 15 && blue < 15;
};

test('files come in the order they were asked for, of the picture’s own size, with what each stage took', async () => {
  const { width, height, found, files, milliseconds } = await cut({ on: [255, 0, 0] });
  const formats = await Promise.all(files.map(async (file) => (await sharp(file).metadata()).format));
  expect([width, height, found.person, formats]).toEqual([60, 80, 'yes', ['png', 'jpeg']]);
  expect(await isRed(files[1])).toBe(true);
  expect(Object.keys(milliseconds)).toEqual(expect.arrayContaining(['decode', 'infer', 'compose', 'encode']));
});

test('pixels are taken as they are, and a picture is laid behind them', async () => {
  const behind = { width: 1, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255) };
  const pixels = await decode(await photo);
  const { files, milliseconds } = await cutOutFile(pixels, OUTPUTS, async () => drawnEngine(), { on: behind });
  expect([await isRed(files[1]), milliseconds.decode]).toEqual([true, undefined]);
});

test('nobody makes no files; nor does what may be no person, where that is to be left out', async () => {
  const unsure = drawnEngine({ lite: nothing });
  expect((await cut({}, unsure)).files).toHaveLength(2);
  const { found, files } = await cut({ skipUnsure: true }, unsure);
  expect([found.person, files]).toEqual(['unsure', []]);
  expect((await cut({}, drawnEngine({ lite: nothing, 'portrait-s': nothing }))).files).toEqual([]);
});

test('the engine is not asked for where the file is damaged', async () => {
  let isAsked = false;
  const engine = async () => {
    isAsked = true;
    return drawnEngine();
  };
  await expect(cutOutFile(Uint8Array.of(1, 2, 3), OUTPUTS, engine)).rejects.toMatchObject({ code: 'not-an-image' });
  expect(isAsked).toBe(false);
});

test('a shadow lies under the cutout, above what that is laid on, and in no matte', async () => {
  const shadow = { kind: 'drop', opacity: 1 } as const;
  const [plain, shaded, laid, laidShaded] = await Promise.all(
    [{}, { shadow }, { on: [255, 0, 0] as const }, { on: [255, 0, 0] as const, shadow }].map((options) => cut(options)),
  );
  expect(shaded.files[0].equals(plain.files[0])).toBe(true);
  const { width, data } = plain.cutout!;
  const around = [...Array(data.length / 4).keys()].filter((i) => data[i * 4 + 3] === 0);
  const dark = around.filter((i) => shaded.cutout!.data[i * 4 + 3] > 100);
  expect(dark.length).toBeGreaterThan(width / 4);
  for (const i of dark) {
    expect(laid.cutout!.data[i * 4]).toBe(255);
    expect(laidShaded.cutout!.data[i * 4]).toBeLessThan(160);
    expect([...laidShaded.cutout!.data.subarray(i * 4 + 1, i * 4 + 4)]).toEqual([0, 0, 255]);
  }
});
