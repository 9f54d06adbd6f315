import { describe, expect, it } from 'vitest';
import type { Part } from '../../../shared/person/part.ts';
import { cutOut, type Found } from '../../../shared/pipeline/cutout.ts';
import { seeingEngine } from '../../fixtures/engine/engine.ts';
import { paint, pixelAt } from '../../fixtures/pixels.ts';

/** Heads of 60 × 60 on bodies of 100 × 200, side by side before grey; `middles` are theirs. */
const people = (width: number, height: number, ...middles: number[]) =>
  paint(width, height, (x, y) => {
    if (middles.some((middle) => Math.abs(x - middle) < 30 && y >= 60 && y < 120)) return [230, 170, 60];
    if (middles.some((middle) => Math.abs(x - middle) < 50 && y >= 120 && y < 320)) return [220, 60, 60];
    return [90, 95, 105];
  });

/** One person with hair of 80 × `rows` above the face, or of 2 × 2 within it; between face and clothes no colour is that of hair. */
const haired = (rows: number) =>
  paint(300, 360, (x, y) => {
    const isIn = (half: number, top: number, bottom: number) => Math.abs(x - 149.5) < half && y >= top && y < bottom;
    if (rows > 0 ? isIn(40, 70 - rows, 70) : isIn(1, 80, 82)) return [200, 60, 0];
    if (isIn(30, 70, 120)) return [250, 170, 165];
    if (isIn(50, 120, 320)) return [220, 60, 60];
    // Not of one colour: before that, somebody with such straight sides looks like a photograph.
    return [90, 95, 105 + ((x + y) % 40)];
  });

/** A picture without what is right of `right` and above `top`. */
const cutOff = ({ width, height, data }: Parameters<typeof cutOut>[0], right: number, top: number) =>
  paint(right, height - top, (x, y) => {
    const at = 4 * ((y + top) * width + x);
    return [...data.subarray(at, at + 3)] as [number, number, number];
  });

const cutPart = async (...[picture, part]: [Parameters<typeof cutOut>[0], Part]) => {
  const previews: unknown[] = [];
  const engine = seeingEngine();
  const result = await cutOut(picture, engine, { part }, { onPreview: (preview) => void previews.push(preview) });
  return { result: result as Found, engine, previews };
};

describe('a part of a person', () => {
  it('is cut out alone, as it is in the picture, at its own size', async () => {
    const { result, engine } = await cutPart(people(300, 360, 150), 'head');
    expect([result.matte.width, result.cutout.height]).toEqual([300, 360]);
    expect(pixelAt(result.cutout, 150, 90)).toEqual([230, 170, 60, 255]);
    expect(pixelAt(result.cutout, 150, 140)).toEqual([0, 0, 0, 0]);
    expect(pixelAt(result.cutout, 150, 300)).toEqual([0, 0, 0, 0]);
    // Once at the person, once more at the head.
    expect(engine.inferences.filter(({ network }) => network === 'parts')).toHaveLength(2);
  });

  it.each([
    ['head', [110, 30, 80, 90]],
    ['hair', [110, 30, 80, 40]],
    ['skin', [120, 70, 60, 50]],
    ['clothes', [100, 120, 100, 200]],
  ] as const)('has its box in place of the person’s: %s', async (part, wanted) => {
    const { result } = await cutPart(haired(40), part);
    const [box, ...others] = result.people;
    expect(others).toEqual([]);
    for (const [i, is] of [box.x, box.y, box.width, box.height].entries()) {
      expect(Math.abs(is - wanted[i])).toBeLessThan(6);
      expect(is).toBe(Math.round(is));
    }
  });

  it('has a box within the picture where the picture cuts it off', async () => {
    const { result } = await cutPart(cutOff(people(300, 360, 150), 150, 90), 'head');
    const [{ x, y, width, height }] = result.people;
    expect([y, x + width]).toEqual([0, 150]);
    for (const is of [x, y, width, height]) expect(is).toBe(Math.round(is));
    expect(Math.abs(height - 30)).toBeLessThan(6);
  });

  it('of which only specks are seen gives no cutout', async () => {
    const { result } = await cutPart(haired(0), 'hair');
    expect(result.person).toBe('no');
    expect(result).not.toHaveProperty('cutout');
  });

  it('of each of several people is there', async () => {
    const { result } = await cutPart(people(480, 360, 120, 360), 'head');
    expect(result.people).toHaveLength(2);
    for (const x of [120, 360]) {
      expect(pixelAt(result.cutout, x, 90)[3]).toBe(255);
      expect(pixelAt(result.cutout, x, 200)[3]).toBe(0);
    }
  });

  it('of the largest alone is there where that is wanted', async () => {
    const picture = paint(480, 360, (x, y) => {
      const isIn = (middle: number, half: number, top: number, bottom: number) =>
        Math.abs(x - middle) < half && y >= top && y < bottom;
      if (isIn(120, 24, 72, 120) || isIn(340, 36, 48, 120)) return [230, 170, 60];
      if (isIn(120, 50, 120, 320) || isIn(340, 60, 120, 320)) return [220, 60, 60];
      return [90, 95, 105];
    });
    const result = (await cutOut(picture, seeingEngine(), { part: 'head', everyone: false })) as Found;
    expect(result.people).toHaveLength(1);
    expect([120, 340].map((x) => pixelAt(result.cutout, x, 90)[3])).toEqual([0, 255]);
  });

  it('that goes on at a neighbour’s is that of the largest person alone, or of both', async () => {
    // Far enough from each other to be two people, near enough for one square to show both.
    const picture = paint(480, 360, (x, y) => {
      if (Math.abs(x - 160) < 60 && y >= 60 && y < 120) return [230, 170, 60];
      if (Math.abs(x - 160) < 60 && y >= 120 && y < 340) return [220, 60, 60];
      if (Math.abs(x - 300) < 40 && y >= 140 && y < 190) return [230, 170, 60];
      if (Math.abs(x - 300) < 40 && y >= 190 && y < 340) return [220, 60, 60];
      return [90, 95, 105];
    });
    const alphas = async (everyone: boolean) => {
      const { cutout } = (await cutOut(picture, seeingEngine(), { part: 'clothes', everyone })) as Found;
      return [102, 160, 218, 270, 300].map((x) => pixelAt(cutout, x, 250)[3]);
    };
    expect(await alphas(true)).toEqual([255, 255, 255, 255, 255]);
    expect(await alphas(false)).toEqual([255, 255, 255, 0, 0]);
  });

  describe('where hair goes on from one head to another', () => {
    const picture = paint(480, 360, (x, y) => {
      const isFace = (from: number, end: number) => x >= from && x < end && y >= 75 && y < 120;
      if (isFace(120, 190) || isFace(260, 310)) return [230, 170, 60];
      if (x >= 100 && x < 340 && y >= 50 && y < 120) return [200, 60, 0];
      if (x >= 100 && x < 340 && y >= 120 && y < 320) return [220, 60, 60];
      return [90, 95, 105];
    });
    const cut = async (everyone: boolean) =>
      (await cutOut(picture, seeingEngine(), { part: 'head', everyone })) as Found;
    /** Alpha at the faces, and in the hair to both sides of the middle between them. */
    const alphas = ({ cutout }: Found) =>
      [
        [155, 90],
        [210, 60],
        [240, 60],
        [285, 90],
      ].map(([x, y]) => pixelAt(cutout, x, y)[3]);

    it('has the largest end half way between the faces', async () => {
      const result = await cut(false);
      expect(alphas(result)).toEqual([255, 255, 0, 0]);
      expect(Math.abs(result.people[0].x + result.people[0].width - 225)).toBeLessThan(6);
    });

    it('shows no seam where all are kept', async () => {
      const result = await cut(true);
      expect(alphas(result)).toEqual([255, 255, 255, 255]);
      const between = Array.from({ length: 70 }, (_, i) => pixelAt(result.cutout, 190 + i, 90)[3]);
      expect(new Set(between)).toEqual(new Set([255]));
      expect(result.people).toHaveLength(1);
    });
  });

  it('may be what is below the head', async () => {
    const { result } = await cutPart(people(300, 360, 150), 'clothes');
    expect(pixelAt(result.cutout, 150, 200)).toEqual([220, 60, 60, 255]);
    expect(pixelAt(result.cutout, 150, 90)[3]).toBe(0);
  });

  it('has no preview: that would show all of the person', async () => {
    expect((await cutPart(people(300, 360, 150), 'head')).previews).toEqual([]);
  });

  it('that isn’t there gives no cutout', async () => {
    const headless = paint(300, 360, (x, y) => (Math.abs(x - 150) < 60 && y > 100 ? [220, 60, 60] : [90, 95, 105]));
    const { result } = await cutPart(headless, 'head');
    expect(result.person).toBe('no');
    expect(result).not.toHaveProperty('cutout');
  });
});
