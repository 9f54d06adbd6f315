import { expect, test } from 'vitest';
import { pack, unpack } from '../../../../extension/editor/state/packed.ts';
import { newMatte } from '../../../../shared/image/picture.ts';

test('a matte comes back as it was, small in between; another size is none', async () => {
  const matte = newMatte(400, 300);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = i % 400 < 200 ? 255 : i % 7;
  const packed = await pack(matte);
  expect(packed.size).toBeLessThan(matte.data.length / 20);
  expect(await unpack(packed, matte)).toEqual(matte);
  expect(await unpack(packed, { width: 300, height: 300 })).toBeUndefined();
});
