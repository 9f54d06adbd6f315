import { describe, expect, it } from 'vitest';
import { weigh } from '../../../shared/person/evidence.ts';
import { fuse } from '../../../shared/person/fuse.ts';
import { personProbability } from '../../../shared/person/person-probability.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const SIDE = 200;
/** A person: everything left of the middle, with an edge of `soft` pixels. */
const person = (soft = 4) => alphaTensor(SIDE, SIDE, (x) => Math.min(1, Math.max(0, 0.5 + (100 - x) / soft)));
const blank = alphaTensor(SIDE, SIDE, () => 0);
const at = ({ data }: ReturnType<typeof person>, x: number, y: number) => data[y * SIDE + x];
const sharp = person();

describe('one matte', () => {
  it('keeps the outline of the network that knows outlines', () => {
    const edges = person(12);
    const fused = fuse(edges, person(40));
    for (let x = 80; x < 120; x++) expect(at(fused, x, 100)).toBeCloseTo(at(edges, x, 100), 5);
  });

  it('has no hole where a person is certain', () => {
    const holed = alphaTensor(SIDE, SIDE, (x, y) => (Math.hypot(x - 50, y - 100) < 20 ? 0 : at(sharp, x, y)));
    const fused = fuse(holed, person());
    expect(at(fused, 50, 100)).toBeGreaterThan(0.95);
    expect(at(fused, 31, 100)).toBeGreaterThan(0.9);
  });

  it('has no island where there is certainly nobody', () => {
    const leaky = alphaTensor(SIDE, SIDE, (x, y) => (Math.hypot(x - 160, y - 60) < 15 ? 1 : at(sharp, x, y)));
    expect(at(fuse(leaky, person()), 160, 60)).toBeLessThan(0.05);
  });

  it('takes a whole person from the probability where the network found none', () => {
    const fused = fuse(blank, personProbability({ near: blank, lite: person(20) }, weigh(person(20), blank)));
    expect(at(fused, 40, 100)).toBeGreaterThan(0.95);
    expect(at(fused, 160, 100)).toBe(0);
  });

  it('changes no half-transparent hair where the probability is undecided', () => {
    const strands = alphaTensor(SIDE, SIDE, (x, y) => (x < 100 ? 1 : x < 115 ? 0.4 * Number(y % 2 === 0) : 0));
    const fused = fuse(
      strands,
      alphaTensor(SIDE, SIDE, (x) => (x < 100 ? 1 : x < 115 ? 0.3 : 0)),
    );
    for (let x = 101; x < 114; x++) expect(at(fused, x, 100)).toBeCloseTo(at(strands, x, 100), 5);
  });

  it('stays within 0..1 for any sizes', () => {
    const fused = fuse(
      alphaTensor(64, 48, (x, y) => ((x * y) % 7) / 6),
      alphaTensor(33, 21, (x) => (x % 5) / 4),
    );
    expect(fused.dims).toEqual([1, 1, 48, 64]);
    expect(fused.data.every((alpha) => alpha >= 0 && alpha <= 1)).toBe(true);
  });
});
