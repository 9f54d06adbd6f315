import { describe, expect, it, test } from 'vitest';
import { orient } from '../../../shared/image/orient.ts';
import type { Picture, Tensor } from '../../../shared/image/picture.ts';
import type { Network } from '../../../shared/inference/catalog.ts';
import type { Engine } from '../../../shared/inference/engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { turned, turnedEngine } from '../../../shared/pipeline/turned.ts';
import { bust, drawnEngine, matteOfShape } from '../../fixtures/engine/engine.ts';
import { paint } from '../../fixtures/pixels.ts';

const tensor = (dims: readonly number[]): Tensor => ({
  dims,
  data: Float32Array.from({ length: dims.reduce((product, side) => product * side, 1) }, (_, i) => i),
});

describe('a tensor that is turned clockwise', () => {
  test.each([
    [0, [1, 1, 2, 3], [0, 1, 2, 3, 4, 5]],
    [1, [1, 1, 3, 2], [3, 0, 4, 1, 5, 2]],
    [2, [1, 1, 2, 3], [5, 4, 3, 2, 1, 0]],
    [3, [1, 1, 3, 2], [2, 5, 1, 4, 0, 3]],
  ])('by %i quarters', (quarters, dims, values) => {
    const { dims: size, data } = turned(tensor([1, 1, 2, 3]), quarters);
    expect([size, [...data]]).toEqual([dims, values]);
  });

  test('is the same after a whole turn, in every channel', () => {
    const before = tensor([1, 3, 4, 6]);
    expect(turned(turned(before, 3), 1)).toEqual(before);
    expect(turned(turned(before, 2), 2)).toEqual(before);
  });
});

test('networks see the picture turned, and only answers for its pixels are turned back', async () => {
  const seen: Tensor[] = [];
  const engine: Engine = {
    ...drawnEngine(),
    async infer(network, input) {
      seen.push(input);
      if (network === 'face') return { dims: [1, 2, 1], data: Float32Array.of(1, 2) };
      const { dims, data } = input;
      return { dims: [1, 1, dims[2], dims[3]], data: data.slice(0, dims[2] * dims[3]), personOdds: 3 };
    },
  };
  const input = tensor([1, 3, 2, 3]);
  const answer = await turnedEngine(engine, 1).infer('portrait-s', input);
  expect(seen[0]).toEqual(turned(input, 1));
  expect(answer).toEqual({ dims: [1, 1, 2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5), personOdds: 3 });
  expect(await turnedEngine(engine, 1).infer('face', input)).toEqual({ dims: [1, 2, 1], data: Float32Array.of(1, 2) });
});

/** The bust in orange before a grey wall. */
const portrait: Picture = paint(480, 360, (x, y) =>
  bust((x + 0.5) / 480, (y + 0.5) / 360) > 0 ? [220, 130, 60] : [90, 95, 105],
);

/** The share of the last row that is orange. */
function shareBelow({ dims, data }: Tensor): number {
  const [, , height, width] = dims;
  const row = data.subarray((height - 1) * width, height * width);
  return row.filter((red) => red > 0.3).length / width;
}

/**
 * An engine whose networks know people only with their shoulders at the lower edge, and otherwise see nothing.
 *
 * @param tells whether portrait-s tells the log-odds of a person.
 */
function uprightEngine(tells = true) {
  const ran: Network[] = [];
  const engine: Engine = {
    ...drawnEngine(),
    async infer(network, input) {
      ran.push(network);
      const [, , height, width] = input.dims;
      const knows = shareBelow(input) > 0.3;
      if (network === 'face') return { dims: [1, 1, 1], data: Float32Array.of(-4) };
      const matte = matteOfShape(knows ? bust : () => -1, width, height);
      return network === 'portrait-s' && tells ? { ...matte, personOdds: knows ? 12 : -3 } : matte;
    },
  };
  return { engine, ran };
}

describe('a person', () => {
  it.each([
    ['who lies on their right side', 6, 8],
    ['who is upside down', 3, 3],
    ['who lies on their left side', 8, 6],
  ] as const)('%s is cut out like one who stands upright', async (_, orientation, back) => {
    const upright = await cutOut(portrait, uprightEngine().engine);
    const lying = await cutOut(orient(portrait, orientation), uprightEngine().engine);
    if (upright.person !== 'yes' || lying.person !== 'yes') throw new Error(`${upright.person}, ${lying.person}`);
    const turnedBack = orient(lying.cutout, back);
    let wrong = 0;
    for (let i = 3; i < turnedBack.data.length; i += 4)
      if (Math.abs(turnedBack.data[i] - upright.cutout.data[i]) > 40) wrong++;
    expect([turnedBack.width, turnedBack.height]).toEqual([480, 360]);
    expect(wrong / (480 * 360)).toBeLessThan(0.002);
    const [a] = upright.people;
    const [b] = lying.people;
    expect(Math.abs(a.width * a.height - b.width * b.height)).toBeLessThan(0.03 * a.width * a.height);
  });

  it('who stands upright costs no further runs', async () => {
    const { engine, ran } = uprightEngine();
    await cutOut(portrait, engine);
    expect(ran).toEqual(['lite', 'portrait-s']);
  });

  it('is not looked for in turned pictures where the network does not tell people from animals', async () => {
    const { engine, ran } = uprightEngine(false);
    expect((await cutOut(orient(portrait, 6), engine)).person).toBe('no');
    expect(ran.filter((network) => network === 'portrait-s')).toHaveLength(1);
  });
});

test('a picture in which nobody is seen in any way is nobody’s', async () => {
  const { engine } = uprightEngine();
  expect(
    (
      await cutOut(
        paint(300, 200, () => [90, 95, 105]),
        engine,
      )
    ).person,
  ).toBe('no');
});
