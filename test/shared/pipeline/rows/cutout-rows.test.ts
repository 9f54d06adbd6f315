import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { crop } from '../../../../shared/image/compose.ts';
import { newPicture, type Picture } from '../../../../shared/image/picture.ts';
import type { RowSource } from '../../../../shared/image/rows/row-source.ts';
import { cutOut, type Found } from '../../../../shared/pipeline/cutout.ts';
import { cutOutRows, type FoundRows } from '../../../../shared/pipeline/rows/cutout-rows.ts';
import { bust, drawnEngine, seeingEngine } from '../../../fixtures/engine/engine.ts';
import { paint, sameBytes } from '../../../fixtures/pixels.ts';

/** A picture as if it had no room in memory: strips of several heights, each overwritten by the next. What is of no use is pink. */
function sourceOf(picture: Picture, heights = [7, 1, 40, 16]): RowSource {
  return {
    width: picture.width,
    height: picture.height,
    async *strips(part, isOfUse = () => true) {
      const buffer = new Uint8ClampedArray(part.width * 40 * 4);
      for (let y = 0, i = 0; y < part.height; i++) {
        const height = Math.min(heights[i % heights.length], part.height - y);
        const box = { x: part.x, y: part.y + y, width: part.width, height };
        const data = buffer.subarray(0, part.width * height * 4);
        data.set(crop(picture, box).data);
        for (let x = 0; x < part.width; x += 50) {
          const width = Math.min(50, part.width - x);
          if (isOfUse({ ...box, x: part.x + x, width })) continue;
          for (let row = 0; row < height; row++) {
            data.fill(222, (row * part.width + x) * 4, (row * part.width + x + width) * 4);
          }
        }
        yield { width: part.width, height, data };
        y += height;
      }
    },
  };
}

async function joined({ strips }: FoundRows, { width, height }: Picture): Promise<Picture> {
  const whole = newPicture(width, height);
  let y = 0;
  for await (const strip of strips()) {
    whole.data.set(strip.data, y * width * 4);
    y += strip.height;
  }
  expect(y).toBe(height);
  return whole;
}

const grain = (x: number, y: number) => ((x * 7 + y * 13) ^ (x * y)) % 23;

describe('a cutout by rows is the cutout', () => {
  it('of a person', async () => {
    const picture = paint(600, 800, (x, y) => {
      const isInside = bust((x + 0.5) / 600, (y + 0.5) / 800) + 0.004 * Math.sin(x * y) > 0;
      return isInside ? [200 + grain(x, y), 130, 60 + grain(y, x)] : [90, 95 + grain(x, y), 105];
    });
    for (const network of ['portrait-s', 'lite'] as const) {
      const expected = (await cutOut(picture, drawnEngine(), { network })) as Found;
      const found = (await cutOutRows(sourceOf(picture), drawnEngine(), { network })) as FoundRows;
      const { person, people, confidence } = found;
      expect({ person, people, confidence }).toEqual({
        person: expected.person,
        people: expected.people,
        confidence: expected.confidence,
      });
      expect(sameBytes((await joined(found, picture)).data, expected.cutout.data), network).toBe(true);
    }
  });

  it('of small people side by side', async () => {
    const isPerson = (x: number, y: number, left: number, top: number) =>
      bust((x - left) / 120, (y - top) / 150) > 0 && y < top + 150;
    const picture = paint(1000, 700, (x, y) => {
      const isInside = isPerson(x, y, 100, 200) || isPerson(x, y, 700, 290);
      return isInside ? [210 + grain(x, y), 120, 40] : [60, 90, 190 + grain(x, y)];
    });
    const expected = (await cutOut(picture, seeingEngine())) as Found;
    const found = (await cutOutRows(sourceOf(picture), seeingEngine())) as FoundRows;
    expect(found.people).toEqual(expected.people);
    expect(found.people.length).toBeGreaterThan(1);
    expect(sameBytes((await joined(found, picture)).data, expected.cutout.data)).toBe(true);
  });

  it('and its rows don’t wait for one another, nor the last ones for the picture’s end', async () => {
    const picture = paint(300, 1600, (x, y) => (bust(x / 300, y / 1600) > 0 ? [200, 130, 60] : [90, 95, 105]));
    const found = (await cutOutRows(sourceOf(picture, [40]), drawnEngine())) as FoundRows;
    const { Uint8ClampedArray: Bytes } = globalThis;
    let [rows, most] = [0, 0];
    const counted = new Proxy(Bytes, {
      construct(target, args, newTarget) {
        // A row of the cutout: nothing else has its length.
        if (args[0] === 300 * 4) rows++;
        return Reflect.construct(target, args, newTarget);
      },
    });
    vi.stubGlobal('Uint8ClampedArray', counted);
    onTestFinished(() => void vi.unstubAllGlobals());
    for await (const { height } of found.strips()) {
      most = Math.max(most, rows);
      rows -= height;
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(32);
  });

  it.each([
    ['head', 1],
    ['hair', 2],
    ['skin', 2],
    ['clothes', 2],
  ] as const)('of %s', async (part, count) => {
    // Hair of 60 × 30 on faces and clothes; the second head is smaller.
    const isIn = (x: number, y: number, middle: number, half: number, top: number, bottom: number) =>
      Math.abs(x - middle) < half && y >= top && y < bottom;
    const picture = paint(480, 360, (x, y) => {
      if (isIn(x, y, 120, 24, 72, 90) || isIn(x, y, 340, 36, 48, 80)) return [200, 60 + grain(x, y), 0];
      if (isIn(x, y, 120, 24, 90, 120) || isIn(x, y, 340, 36, 80, 120)) return [230, 170 + grain(x, y), 60];
      if (isIn(x, y, 120, 50, 120, 320) || isIn(x, y, 340, 60, 120, 320)) return [220, 60, 60 + grain(y, x)];
      return [90, 95, 105];
    });
    const options = { part, everyone: part !== 'head' };
    const expected = (await cutOut(picture, seeingEngine(), options)) as Found;
    const found = (await cutOutRows(sourceOf(picture), seeingEngine(), options)) as FoundRows;
    expect(found.people).toEqual(expected.people);
    expect(found.people).toHaveLength(count);
    const cutout = await joined(found, picture);
    expect(sameBytes(cutout.data, expected.cutout.data)).toBe(true);
    expect(cutout.data.some((value, i) => i % 4 === 3 && value === 255)).toBe(true);
  });

  it.each(['head', 'skin'] as const)('and without %s there is none', async (part) => {
    const headless = paint(300, 360, (x, y) => (Math.abs(x - 150) < 60 && y > 100 ? [220, 60, 60] : [90, 95, 105]));
    const found = await cutOutRows(sourceOf(headless), seeingEngine(), { part });
    expect(found).toMatchObject({ person: 'no' });
    expect(found).not.toHaveProperty('strips');
  });

  it('and where nobody is there is none', async () => {
    const engine = drawnEngine({ lite: () => -1, 'portrait-s': () => -1 });
    expect((await cutOutRows(sourceOf(newPicture(100, 90)), engine)).person).toBe('no');
  });
});
