import { beforeEach, expect, it, vi } from 'vitest';
import { rowsOfPicture } from '../../../shared/image/rows/row-source.ts';
import { dropCodec } from '../../../worker/codecs/wasm.ts';
import { makeMatte } from '../../../worker/inference/matte.ts';
import { StageLimit } from '../../../worker/inference/stage-limit.ts';
import { drawnEngine } from '../../fixtures/engine/engine.ts';
import { paint } from '../../fixtures/pixels.ts';

vi.mock('../../../worker/codecs/webp.ts', () => ({ decodeWebp: undefined, encodeWebp: undefined }));
vi.mock('../../../worker/codecs/wasm.ts', { spy: true });
beforeEach(() => void vi.mocked(dropCodec).mockClear());

const picture = paint(64, 64, (x, y) => [x * 3, y * 3, 90]);
const WANTED = { model: 'lite', output: 'cutout', size: 'full', format: 'png' } as const;
const limit = () => new StageLimit(new AbortController().signal);

it('gives the memory of a codec back before a background is opened', async () => {
  const openBackground = vi.fn(async () => {
    expect(dropCodec).toHaveBeenCalled();
    return { ...rowsOfPicture(picture), check: async () => {} };
  });
  await makeMatte({ picture, sent: picture, openBackground }, drawnEngine(), WANTED, {}, limit());
  expect(openBackground).toHaveBeenCalledOnce();
});

it('looks at no more photographs of a page than its time allows', async () => {
  const looks = async (count: number) => {
    const page = paint(400, 80, (x, y) =>
      x % 80 < 70 && x < 80 * count ? [(x * 37 + y) % 200, (y * 53) % 200, 90] : [255, 255, 255],
    );
    const engine = drawnEngine();
    const subject = { picture: page, sent: page, openBackground: undefined };
    await makeMatte(subject, engine, { ...WANTED, model: 'portrait-s' }, {}, limit());
    return engine.inferences.filter(({ network }) => network === 'portrait-s').length;
  };
  expect(await looks(4)).toBe(5);
  expect(await looks(5)).toBeLessThan(5);
});

it('reads a background no further where nobody is seen, and checks it before the parts of an answer', async () => {
  const check = vi.fn(async () => {});
  const openBackground = async () => ({ ...rowsOfPicture(picture), check });
  const subject = { picture: rowsOfPicture(picture), sent: picture, openBackground };
  const nothing = drawnEngine({ lite: () => -1, 'portrait-s': () => -1 });
  await expect(makeMatte(subject, nothing, WANTED, {}, limit())).rejects.toThrow('Nobody');
  expect(check).not.toHaveBeenCalled();
  await makeMatte(subject, drawnEngine(), WANTED, {}, limit());
  expect(check).toHaveBeenCalledOnce();
});
