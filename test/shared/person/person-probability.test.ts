import { describe, expect, it } from 'vitest';
import { weigh } from '../../../shared/person/evidence.ts';
import { type Mattes, personProbability } from '../../../shared/person/person-probability.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const SIDE = 100;
const left = (until: number, side = SIDE) => alphaTensor(side, side, (x) => Number(x < (until * side) / SIDE));
const person = left(50);
const larger = left(70);
const elsewhere = alphaTensor(SIDE, SIDE, (x) => Number(x > 75));
const blank = left(0);
/** Within what `larger` adds to `person`. */
const BESIDE = 60;

/** Of mattes of whom the near one is not sure, though these are. */
const probabilityOf = (mattes: Mattes, nearDoubt = -2) =>
  personProbability(mattes, { ...weigh(mattes.lite, mattes.near), nearDoubt });

describe('the probability of a person', () => {
  it('answers at the size of lite, and is sure where all are', () => {
    const probability = probabilityOf({ near: person, lite: left(50, 64) });
    expect(probability.dims).toEqual([1, 1, 64, 64]);
    expect([probability.data[10], probability.data[50]]).toEqual([expect.closeTo(1), expect.closeTo(0)]);
  });

  it('follows lite where the near matte alone contradicts it', () => {
    expect(probabilityOf({ near: elsewhere, lite: person }).data[20]).toBeGreaterThan(0.5);
    expect(probabilityOf({ near: person, lite: elsewhere }).data[20]).toBeLessThan(0.5);
  });

  it('follows the near matte against lite where the far matte agrees with it', () => {
    const mattes = { near: person, lite: larger };
    expect(probabilityOf(mattes).data[BESIDE]).toBeGreaterThan(0.5);
    expect(probabilityOf({ ...mattes, far: left(50, 64) }).data[BESIDE]).toBeLessThan(0.5);
    expect(probabilityOf({ ...mattes, far: elsewhere }).data[BESIDE]).toBe(probabilityOf(mattes).data[BESIDE]);
  });

  it('follows the near matte where that is sure, and the far matte half agrees with it', () => {
    const mattes = { near: person, lite: larger, far: left(35) };
    expect(probabilityOf(mattes).data[BESIDE]).toBeGreaterThan(0.5);
    expect(probabilityOf(mattes, -3).data[BESIDE]).toBeLessThan(0.5);
    expect(probabilityOf({ ...mattes, far: left(20) }, -3).data[BESIDE]).toBeGreaterThan(0.5);
  });

  it('follows the near matte against lite and a far matte that agrees with it as a whole, where it is surest', () => {
    const mattes = { near: person, lite: larger, far: left(54) };
    expect(probabilityOf(mattes).data[52]).toBeGreaterThan(0.5);
    expect(probabilityOf(mattes, -3).data[52]).toBeLessThan(0.5);
  });

  it('follows lite far from lite’s mask, though the far matte agrees with the near one', () => {
    const leaky = alphaTensor(SIDE, SIDE, (x) => Number(x < 50 || x > 75));
    expect(probabilityOf({ near: leaky, lite: person, far: leaky }).data[90]).toBeLessThan(0.5);
  });

  it('follows the near and the far matte where lite finds little, and that elsewhere', () => {
    expect(probabilityOf({ near: elsewhere, lite: left(5), far: elsewhere }).data[90]).toBeGreaterThan(0.5);
  });

  it('counts MODNet as one of three where it mostly agrees with the near matte, and not at all elsewhere', () => {
    const mattes = { near: person, lite: larger };
    expect(probabilityOf({ ...mattes, modnet: left(45) }).data[BESIDE]).toBeCloseTo(1 / 3);
    expect(probabilityOf({ ...mattes, modnet: elsewhere }).data[BESIDE]).toBe(probabilityOf(mattes).data[BESIDE]);
  });

  it('is one matte where the other is empty', () => {
    expect(probabilityOf({ near: person, lite: blank }).data[20]).toBe(1);
    expect(probabilityOf({ near: blank, lite: person }).data[20]).toBe(1);
  });
});
