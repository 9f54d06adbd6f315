import { describe, expect, it } from 'vitest';
import { believe, fuse } from '../../../shared/person/fuse.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const SIDE = 200;
/** A person: everything left of the middle, with an edge of `soft` pixels. */
const person = (soft = 4) => alphaTensor(SIDE, SIDE, (x) => Math.min(1, Math.max(0, 0.5 + (100 - x) / soft)));
const blank = alphaTensor(SIDE, SIDE, () => 0);
const at = ({ data }: ReturnType<typeof person>, x: number, y: number) => data[y * SIDE + x];
const sharp = person();

describe('belief', () => {
  it('has lite’s size, and is sure where both are', () => {
    const lite = alphaTensor(64, 64, (x) => Number(x < 32));
    const belief = believe(person(), lite);
    expect(belief.dims).toEqual([1, 1, 64, 64]);
    expect([belief.data[10], belief.data[50]]).toEqual([expect.closeTo(1), expect.closeTo(0)]);
  });

  it('follows lite where it is sure and the other network sees nothing there, not the other way round', () => {
    const elsewhere = alphaTensor(SIDE, SIDE, (x) => Number(x > 150));
    expect(believe(elsewhere, person()).data[20]).toBeGreaterThan(0.5);
    expect(believe(person(), elsewhere).data[20]).toBeLessThan(0.5);
  });

  it('is one network’s where the other sees nothing at all', () => {
    expect(believe(person(), blank).data[20]).toBe(1);
    expect(believe(blank, person()).data[20]).toBe(1);
  });
});

describe('one matte', () => {
  it('keeps the outline of the network that knows outlines', () => {
    const edges = person(12);
    const fused = fuse(edges, person(40));
    for (let x = 80; x < 120; x++) expect(at(fused, x, 100)).toBeCloseTo(at(edges, x, 100), 5);
  });

  it('has no hole where belief is sure of a person', () => {
    const holed = alphaTensor(SIDE, SIDE, (x, y) => (Math.hypot(x - 50, y - 100) < 20 ? 0 : at(sharp, x, y)));
    const fused = fuse(holed, person());
    expect(at(fused, 50, 100)).toBeGreaterThan(0.95);
    expect(at(fused, 31, 100)).toBeGreaterThan(0.9);
  });

  it('has no island where belief is sure of none', () => {
    const leaky = alphaTensor(SIDE, SIDE, (x, y) => (Math.hypot(x - 160, y - 60) < 15 ? 1 : at(sharp, x, y)));
    expect(at(fuse(leaky, person()), 160, 60)).toBeLessThan(0.05);
  });

  it('takes a whole person from belief where the network saw none', () => {
    const fused = fuse(blank, believe(blank, person(20)));
    expect(at(fused, 40, 100)).toBeGreaterThan(0.95);
    expect(at(fused, 160, 100)).toBe(0);
  });

  it('changes no half-transparent hair on a hesitating belief', () => {
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
