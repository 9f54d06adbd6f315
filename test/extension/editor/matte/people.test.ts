import { describe, expect, test } from 'vitest';
import { onePerson as onePersonOf, tellPeopleApart } from '../../../../extension/editor/matte/people.ts';
import { type Colour, type Matte, newMatte, newPicture, type Picture } from '../../../../shared/image/picture.ts';

type Disc = readonly [x: number, y: number, radius: number];

/** Discs with rims of two pixels, and bars between them: mattes of people who hold hands. */
function discs(width: number, height: number, all: readonly Disc[], bars: readonly [number, number, number][] = []) {
  const matte = newMatte(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const depth = Math.max(...all.map(([cx, cy, r]) => r - Math.hypot(x + 0.5 - cx, y + 0.5 - cy)));
      const barred = bars.some(([from, to, at]) => x >= from && x < to && Math.abs(y - at) < 2);
      matte.data[y * width + x] = barred ? 255 : Math.max(0, Math.min(255, 128 + depth * 64));
    }
  }
  return matte;
}
const at = (x: number, y: number) => ({ x, y });
/** One person of a matte whose picture is of one colour. */
const onePerson = (matte: Matte, place: { x: number; y: number }) =>
  onePersonOf(matte, newPicture(matte.width, matte.height), place);
const alphaAt = ({ width, data }: Matte, x: number, y: number) => data[y * width + x];

describe('of two people', () => {
  const two = discs(400, 200, [
    [100, 100, 60],
    [290, 100, 70],
  ]);

  test('the one at a place is kept as it was, rim and all, and the other goes', () => {
    const left = onePerson(two, at(100, 100))!;
    for (let i = 0; i < two.data.length; i++) {
      const expected = i % 400 < 190 ? two.data[i] : 0;
      if (left.data[i] !== expected) expect([i % 400, Math.floor(i / 400), left.data[i]]).toEqual(expected);
    }
    expect(alphaAt(onePerson(two, at(290, 40))!, 290, 100)).toBe(255);
  });

  test('a place just beside a person means them, a place where nobody is means none', () => {
    expect(alphaAt(onePerson(two, at(36, 100))!, 100, 100)).toBe(255);
    expect(onePerson(two, at(190, 10))).toBeUndefined();
    expect(onePerson(two, at(-50, 900))).toBeUndefined();
  });

  test('a place inside of each is told, from left to right, and none of a speck', () => {
    const specked = discs(400, 200, [
      [290, 100, 70],
      [100, 100, 60],
      [190, 20, 8],
    ]);
    const { places } = tellPeopleApart(specked, newPicture(400, 200));
    expect(places.map(({ x, y }) => [Math.round(x / 10), Math.round(y / 10)])).toEqual([
      [10, 10],
      [29, 10],
    ]);
    expect(tellPeopleApart(newMatte(40, 20), newPicture(40, 20)).places).toEqual([]);
  });

  test('the matte itself stays', () => {
    const before = two.data.slice();
    onePerson(two, at(100, 100));
    expect(two.data).toEqual(before);
  });

  test('who hold hands are two; each keeps their half of the bridge', () => {
    const joined = discs(
      400,
      200,
      [
        [100, 100, 60],
        [290, 100, 70],
      ],
      [[150, 230, 100]],
    );
    const left = onePerson(joined, at(100, 100))!;
    expect([alphaAt(left, 165, 100), alphaAt(left, 290, 100)]).toEqual([255, 0]);
    const right = onePerson(joined, at(290, 100))!;
    expect([alphaAt(right, 100, 100), alphaAt(right, 215, 100)]).toEqual([0, 255]);
  });

  test('whose heads don’t stick out stay together', () => {
    const close = discs(400, 200, [
      [140, 100, 60],
      [220, 100, 60],
    ]);
    expect(onePerson(close, at(140, 100))!.data).toEqual(close.data);
  });
});

/** A head on shoulders, cut off below. */
interface Bust {
  readonly x: number;
  readonly crown: number;
  readonly clothes: Colour;
}

const isOf = ({ x: middle, crown }: Bust, x: number, y: number): boolean => {
  const head = Math.hypot((x - middle) / 40, (y - crown - 50) / 50) < 1;
  const neck = Math.abs(x - middle) < 18 && y > crown + 60 && y < crown + 140;
  return head || neck || Math.hypot((x - middle) / 90, (y - crown - 300) / 190) < 1;
};

/** People side by side, the first in front; with the number of the person that each pixel shows, from 1. */
function group(people: readonly Bust[]): { picture: Picture; matte: Matte; shows: Uint8Array } {
  const [width, height] = [500, 360];
  const picture = newPicture(width, height);
  const matte = newMatte(width, height);
  const shows = new Uint8Array(width * height);
  for (let i = 0; i < shows.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const who = people.findIndex((person) => isOf(person, x, y));
    const { crown, clothes } = people[who] ?? { crown: 0, clothes: [30, 60, 40] as const };
    const colour = who >= 0 && y < crown + 120 ? [214, 160, 130] : clothes;
    picture.data.set([...colour.map((value) => value + ((x * 7 + y * 13) % 9)), 255], i * 4);
    matte.data[i] = who < 0 ? 0 : 255;
    shows[i] = who + 1;
  }
  return { picture, matte, shows };
}

const RED: Colour = [170, 40, 50];
const BLUE: Colour = [40, 60, 150];

describe('of people who touch', () => {
  /** Intersection over union of what is kept with what shows that person. */
  const overlapWith = ({ picture, matte, shows }: ReturnType<typeof group>, who: number, x: number, y: number) => {
    const one = onePersonOf(matte, picture, at(x, y))!;
    let [both, either] = [0, 0];
    for (let i = 0; i < shows.length; i++) {
      const [is, kept] = [shows[i] === who, one.data[i] > 127];
      if (is && kept) both++;
      if (is || kept) either++;
    }
    return both / either;
  };

  test('each is kept along the edge of their clothes', () => {
    const two = group([
      { x: 160, crown: 60, clothes: RED },
      { x: 290, crown: 30, clothes: BLUE },
    ]);
    expect(overlapWith(two, 1, 160, 300)).toBeGreaterThan(0.97);
    expect(overlapWith(two, 2, 300, 300)).toBeGreaterThan(0.97);
  });

  test('of three the middle one is kept, and the others without them', () => {
    const three = group([
      { x: 250, crown: 70, clothes: RED },
      { x: 130, crown: 40, clothes: BLUE },
      { x: 370, crown: 30, clothes: BLUE },
    ]);
    expect(overlapWith(three, 1, 250, 110)).toBeGreaterThan(0.96);
    expect(overlapWith(three, 2, 120, 90)).toBeGreaterThan(0.95);
    expect(overlapWith(three, 3, 380, 80)).toBeGreaterThan(0.95);
  });

  test('who wear the same are parted half-way between them', () => {
    const alike = group([
      { x: 180, crown: 50, clothes: BLUE },
      { x: 320, crown: 50, clothes: BLUE },
    ]);
    const left = onePersonOf(alike.matte, alike.picture, at(180, 100))!;
    expect([alphaAt(left, 230, 340), alphaAt(left, 270, 340)]).toEqual([255, 0]);
  });

  test('one alone stays whole, arms up or hair up', () => {
    const alone = group([{ x: 250, crown: 60, clothes: RED }]);
    for (let y = 30; y < 200; y++) alone.matte.data.fill(255, y * 500 + 335, y * 500 + 347);
    for (let y = 10; y < 70; y++) alone.matte.data.fill(255, y * 500 + 244, y * 500 + 256);
    for (let y = 195; y < 210; y++) alone.matte.data.fill(255, y * 500 + 260, y * 500 + 347);
    const kept = onePersonOf(alone.matte, alone.picture, at(250, 110))!;
    expect(kept.data).toEqual(alone.matte.data);
  });
});

test('a large picture is cut between people as evenly as a small one', () => {
  const large = discs(2400, 1200, [
    [600, 600, 300],
    [1700, 600, 400],
  ]);
  const right = onePerson(large, at(1700, 600))!;
  expect(alphaAt(right, 600, 600)).toBe(0);
  for (let x = 1250; x < 2200; x++) expect(alphaAt(right, x, 600)).toBe(alphaAt(large, x, 600));
});

test('somebody as thin as a strand is somebody', () => {
  const strand = discs(400, 200, [[100, 100, 60]], [[300, 380, 150]]);
  const one = onePerson(strand, at(340, 150))!;
  expect([alphaAt(one, 340, 150), alphaAt(one, 100, 100)]).toEqual([255, 0]);
});
