import { beforeEach, expect, it, vi } from 'vitest';
import { rowsOfPicture } from '../../../shared/image/rows/row-source.ts';
import { dropCodec } from '../../../worker/codecs/wasm.ts';
import { makeMatte } from '../../../worker/inference/matte.ts';
import { StageLimit } from '../../../worker/inference/stage-limit.ts';
import { drawnEngine } from '../../fixtures/engine/engine.ts';
import { paint } from '../../fixtures/pixels.ts';

vi.mock('../../../worker/codecs/webp.ts', () => ({}));
vi.mock('../../../worker/codecs/wasm.ts', { spy: true });
beforeEach(() => void vi.mocked(dropCodec).mockClear());

const picture = paint(64, 64, (x, y) => [x * 3, y * 3, 90]);
const WANTED = { model: 'lite', format: 'png' } as const;
const limit = () => new StageLimit(new AbortController().signal);

it('gives the memory of a codec back before a background is opened', async () => {
  const openBackground = vi.fn(async () => {
    expect(dropCodec).toHaveBeenCalled();
    return rowsOfPicture(picture);
  });
  await makeMatte({ picture, sent: picture, openBackground }, drawnEngine(), WANTED, {}, limit());
  expect(openBackground).toHaveBeenCalledOnce();
});
