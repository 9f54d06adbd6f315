import { describe, expect, it } from 'vitest';
import { believe, type Looks } from '../../../shared/person/believe.ts';
import { weigh } from '../../../shared/person/evidence.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const SIDE = 100;
const left = (until: number, side = SIDE) => alphaTensor(side, side, (x) => Number(x < (until * side) / SIDE));
const person = left(50);
const larger = left(70);
const elsewhere = alphaTensor(SIDE, SIDE, (x) => Number(x > 75));
const blank = left(0);
/** Within what `larger` adds to `person`. */
const BESIDE = 60;

const beliefOf = (looks: Looks) => believe(looks, weigh(looks.lite, looks.near));

describe('believe', () => {
  it('answers at the size of lite, and is sure where all are', () => {
    const belief = beliefOf({ near: person, lite: left(50, 64) });
    expect(belief.dims).toEqual([1, 1, 64, 64]);
    expect([belief.data[10], belief.data[50]]).toEqual([expect.closeTo(1), expect.closeTo(0)]);
  });

  it('follows lite where the near look alone contradicts it', () => {
    expect(beliefOf({ near: elsewhere, lite: person }).data[20]).toBeGreaterThan(0.5);
    expect(beliefOf({ near: person, lite: elsewhere }).data[20]).toBeLessThan(0.5);
  });

  it('follows the near look against lite where the look from afar agrees with it', () => {
    const looks = { near: person, lite: larger };
    expect(beliefOf(looks).data[BESIDE]).toBeGreaterThan(0.5);
    expect(beliefOf({ ...looks, far: left(50, 64) }).data[BESIDE]).toBeLessThan(0.5);
    expect(beliefOf({ ...looks, far: elsewhere }).data[BESIDE]).toBe(beliefOf(looks).data[BESIDE]);
  });

  it('follows lite far from all that lite sees, though the look from afar agrees with the near one', () => {
    const leaky = alphaTensor(SIDE, SIDE, (x) => Number(x < 50 || x > 75));
    expect(beliefOf({ near: leaky, lite: person, far: leaky }).data[90]).toBeLessThan(0.5);
  });

  it('follows the near look and the one from afar where lite sees little, and that elsewhere', () => {
    expect(beliefOf({ near: elsewhere, lite: left(5), far: elsewhere }).data[90]).toBeGreaterThan(0.5);
  });

  it('counts MODNet as one of three where it and the near look see mostly the same, and not at all elsewhere', () => {
    const looks = { near: person, lite: larger };
    expect(beliefOf({ ...looks, edges: left(45) }).data[BESIDE]).toBeCloseTo(1 / 3);
    expect(beliefOf({ ...looks, edges: elsewhere }).data[BESIDE]).toBe(beliefOf(looks).data[BESIDE]);
  });

  it('is one look where the other shows nothing at all', () => {
    expect(beliefOf({ near: person, lite: blank }).data[20]).toBe(1);
    expect(beliefOf({ near: blank, lite: person }).data[20]).toBe(1);
  });
});
