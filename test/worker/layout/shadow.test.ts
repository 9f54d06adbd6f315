import { beforeEach, expect, it, vi } from 'vitest';
import type { Box, Size } from '../../../shared/image/geometry.ts';
import { pastePicture } from '../../../shared/image/paste.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { castShadow, type ShadowKind } from '../../../shared/image/shadow/cast-shadow.ts';
import { layUnder } from '../../../shared/image/shadow/lay-under.ts';
import { shade } from '../../../shared/image/shadow/shade.ts';
import { drive } from '../../../shared/steps.ts';
import { layOut } from '../../../worker/layout/lay-out.ts';
import { layOutStrips } from '../../../worker/layout/lay-out-strips.ts';
import { shadowOf } from '../../../worker/layout/shadow.ts';
import { paint, sameBytes } from '../../fixtures/pixels.ts';

vi.mock('../../../shared/image/shadow/cast-shadow.ts', { spy: true });
beforeEach(() => void vi.mocked(castShadow).mockClear());

/** Pixels of the shadow that was cast; four planes of as many, one of floating-point numbers, are in memory for it. */
function cast(): number {
  const [{ value }] = vi.mocked(castShadow).mock.results;
  return value.alpha.data.length;
}
const MOST = 500_000;

/** Opaque but for an edge. */
const figure = (width: number, height: number): Picture =>
  paint(width, height, (x, y) => [90, 60, 30, Math.min(x, y, width - 1 - x, height - 1 - y) < 4 ? 0 : 255]);

const laidInStrips = ({ width, height }: Size, part: Pick<Box, 'x' | 'y'>, whole: Size, shadow: ShadowKind) => {
  const strips = async function* () {
    yield figure(width, height);
  };
  return layOutStrips(strips, { ...part, width, height }, whole, { shadow });
};

it.each(['drop', 'ground'] as const)('of a very flat picture has room in memory: %s', async (shadow) => {
  await drive(layOut(figure(16_384, 24), { shadow }));
  expect(cast()).toBeLessThan(MOST);
});

it.each(['drop', 'ground'] as const)('of a part of a large picture has room in memory: %s', async (shadow) => {
  await laidInStrips({ width: 640, height: 480 }, { x: 9000, y: 700 }, { width: 16_384, height: 1525 }, shadow);
  expect(cast()).toBeLessThan(MOST);
});

it.each(['drop', 'ground'] as const)('of a part of a large picture looks as of all its pixels: %s', async (shadow) => {
  const part = { x: 800, y: 200, width: 400, height: 300 };
  const whole = { width: 2048, height: 600 };
  const { strips } = await laidInStrips(part, part, whole, shadow);
  expect(vi.mocked(castShadow).mock.calls[0][0]).toMatchObject({ width: 200, height: 150 });
  const expected = newPicture(whole.width, whole.height);
  pastePicture(expected, figure(part.width, part.height), part);
  const all = { from: { x: 0, y: 0 }, to: { x: 0, y: 0 }, scale: 1 };
  layUnder(shadowOf(figure(part.width, part.height), part, whole, { shadow })!, whole, all)(expected, 0);
  let [at, furthest] = [3, 0];
  for await (const { data } of strips()) {
    for (let i = 3; i < data.length; i += 4, at += 4) {
      furthest = Math.max(furthest, Math.abs(data[i] - expected.data[at]));
    }
  }
  expect(furthest).toBeLessThanOrEqual(4);
});

it.each(['drop', 'ground'] as const)('is that of the terminal and the library to the last bit: %s', async (kind) => {
  for (const [width, height] of [
    [300, 400],
    [1400, 900],
  ]) {
    const [answered, other] = [figure(width, height), figure(width, height)];
    const { cutout } = await drive(layOut(answered, { shadow: kind, shadow_opacity: '50%' }));
    await drive(shade(other, { kind, opacity: 0.5 }));
    expect(other.data.some((value, i) => i % 4 === 3 && value > 0 && value < 255)).toBe(true);
    expect(sameBytes(cutout.data, other.data)).toBe(true);
  }
});
