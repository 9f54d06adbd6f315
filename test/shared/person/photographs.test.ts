import { describe, expect, it, test } from 'vitest';
import type { Box } from '../../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { photographsIn } from '../../../shared/person/photographs.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { drawnEngine, seeingEngine } from '../../fixtures/engine/engine.ts';
import { paint, pixelAt } from '../../fixtures/pixels.ts';

const WHITE = [255, 255, 255];
/** No two lines of it have one colour. */
const photograph = (x: number, y: number) => [(x * 37 + y * 11) % 200, (x * 13 + y * 53) % 200, (x * y) % 200];
const isIn = (box: Box, x: number, y: number) =>
  x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;

/** A page in one colour, a little uneven as JPEG leaves it, with photographs on it. */
const page = (boxes: readonly Box[], colour = WHITE): Picture =>
  paint(240, 180, (x, y) =>
    boxes.some((box) => isIn(box, x, y)) ? photograph(x, y) : colour.map((value) => Math.abs(value - ((x * y) % 5))),
  );

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });
const tiles = (columns: number, rows: number): Box[] =>
  Array.from({ length: columns * rows }, (_, i) => {
    const [width, height] = [Math.trunc(240 / columns), Math.trunc(180 / rows)];
    return box((i % columns) * width + 2, Math.trunc(i / columns) * height + 2, width - 4, height - 4);
  });

describe('photographs are found', () => {
  it.each([
    ['one with a border', [box(20, 20, 200, 140)], WHITE],
    ['one below a heading’s room', [box(0, 40, 240, 140)], [0, 0, 0]],
    ['two of other sizes', [box(10, 10, 90, 160), box(110, 50, 120, 80)], WHITE],
    ['a page of a video call', tiles(3, 3), [20, 20, 20]],
  ] as const)('%s', (_, boxes, colour) => {
    expect(photographsIn(page(boxes, [...colour]))).toEqual(boxes);
  });

  it('without the text beside them', () => {
    const picture = page([box(20, 20, 200, 120)]);
    for (let x = 20; x < 160; x += 3) picture.data.fill(0, (165 * 240 + x) * 4, (165 * 240 + x) * 4 + 3);
    expect(photographsIn(picture)).toEqual([box(20, 20, 200, 120)]);
  });
});

describe('no photographs are found', () => {
  it('in a photograph', () => {
    expect(photographsIn(page([box(0, 0, 240, 180)]))).toEqual([]);
  });

  it('in a picture of one colour', () => {
    expect(photographsIn(newPicture(40, 30))).toEqual([]);
  });

  it('where somebody stands before a plain wall, alone or beside a photograph', () => {
    const person = (x: number, y: number) => Math.hypot(x - 180, (y - 90) * 0.6) < 45;
    const beside = (boxes: readonly Box[]) =>
      paint(240, 180, (x, y) => (person(x, y) || boxes.some((one) => isIn(one, x, y)) ? photograph(x, y) : WHITE));
    expect(photographsIn(beside([]))).toEqual([]);
    expect(photographsIn(beside([box(10, 20, 110, 140)]))).toEqual([]);
  });
});

/** Somebody in orange in each photograph, and as orange a caption below. */
const screenshot = (boxes: readonly Box[]): Picture =>
  paint(600, 600, (x, y) => {
    const one = boxes.find((each) => isIn(each, x, y));
    if (!one) return y > 560 && y < 580 && x % 4 < 2 && x < 300 ? [220, 120, 30] : WHITE;
    const [u, v] = [(x - one.x) / one.width, (y - one.y) / one.height];
    return Math.hypot(u - 0.5, (v - 0.7) * 0.7) < 0.3 ? [220, 120, 30] : [60, 70 + ((x * 7 + y * 5) % 90), 90];
  });

test('nothing outside of the photographs of a screenshot is cut out, and each is looked at by itself', async () => {
  const boxes = [box(20, 20, 270, 480), box(310, 20, 270, 480)];
  const engine = seeingEngine();
  const result = await cutOut(screenshot(boxes), engine);
  if (result.person === 'no') throw new Error('nobody');
  for (const { x, y, width, height } of boxes)
    expect(pixelAt(result.cutout, x + width / 2, y + Math.trunc(height * 0.7))[3]).toBe(255);
  let outside = 0;
  for (let y = 0; y < 600; y++)
    for (let x = 0; x < 600; x++)
      if (!boxes.some((one) => isIn(one, x, y)) && pixelAt(result.cutout, x, y)[3] > 30) outside++;
  expect(outside).toBeLessThan(400);
  const shapes = engine.inferences
    .filter(({ network }) => network === 'portrait-s')
    .map(({ dims }) => dims[2] / dims[3]);
  expect(shapes.filter((shape) => shape > 1.5)).toHaveLength(2);
});

test('the networks see a photograph with a border without it', async () => {
  const engine = drawnEngine();
  await cutOut(page([box(40, 0, 80, 180)]), engine);
  const [first] = engine.inferences.filter(({ network }) => network === 'portrait-s');
  expect(first.dims[2] / first.dims[3]).toBeGreaterThan(2);
});

test('a page with more than twelve photographs is seen whole', async () => {
  const looks = async (boxes: readonly Box[]) => {
    const engine = drawnEngine();
    await cutOut(page(boxes), engine);
    return engine.inferences.filter(({ network }) => network === 'portrait-s').length;
  };
  expect(await looks(tiles(4, 3))).toBeGreaterThan(12);
  expect(await looks(tiles(4, 4))).toBeLessThan(12);
});

test('a page whose photographs show nobody is seen whole, too', async () => {
  const engine = drawnEngine({ lite: () => -1 });
  const seesNobodyInTall: typeof engine = {
    ...engine,
    async infer(network, input, signal) {
      const answer = await engine.infer(network, input, signal);
      return input.dims[2] > 1.5 * input.dims[3] ? { ...answer, data: new Float32Array(answer.data.length) } : answer;
    },
  };
  const { person } = await cutOut(page([box(40, 0, 80, 180)]), seesNobodyInTall);
  expect(person).not.toBe('no');
});
