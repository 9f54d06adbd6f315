import { describe, expect, it, vi } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import { isBlank, isPerson, liteSeesPerson, veto, weigh } from '../../../shared/person/subject.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

/** Head and shoulders, as a network that is sure of them draws it; `at` moves them across, `slope` sharpens them. */
const bust = (width: number, height: number, at = 0.5, slope = 120): Tensor =>
  alphaTensor(width, height, (x, y) => {
    const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
    const head = 0.16 - Math.hypot(u - at, (v - 0.35) * 0.8);
    const body = 0.32 - Math.hypot(u - at, (v - 1) * 0.75);
    return Math.min(1, Math.max(0, Math.max(head, body) * slope + 0.5));
  });
/** The same by one that is less sure. */
const blurred = (width: number, height: number) => bust(width, height, 0.5, 30);
const haze = (width: number, height: number) => alphaTensor(width, height, (x, y) => 0.3 + 0.2 * Math.sin(x * 0.3 + y));
const odds = (face: number | undefined) => vi.fn(async () => face);
const hasPerson = (lite: Tensor, portrait: Tensor, face = odds(undefined)) => isPerson(weigh(lite, portrait), face);
const empty = (width: number, height: number) => alphaTensor(width, height, () => 0.0005);
/** Nothing but faint speckle. */
const speckle = alphaTensor(256, 256, (x, y) => ((x * 7 + y * 13) % 97 === 0 ? 0.1 : 0));

describe('the person gate', () => {
  it('sees a person in two clear mattes that agree, whatever their sizes, and looks for no face', async () => {
    const face = odds(-9);
    expect(await hasPerson(bust(256, 256), bust(352, 512), face)).toBe(true);
    expect(await hasPerson(bust(256, 256), bust(512, 512), face)).toBe(true);
    expect(face).not.toHaveBeenCalled();
  });

  it('sees nobody where both are in doubt', async () => {
    expect(await hasPerson(haze(256, 256), haze(320, 320))).toBe(false);
  });

  it('sees nobody where portrait sees nothing at all, whatever the face', async () => {
    expect(await hasPerson(bust(256, 256), empty(320, 320), odds(9))).toBe(false);
    const black = alphaTensor(320, 320, () => 0);
    expect(await hasPerson(bust(256, 256), black, odds(9))).toBe(false);
  });

  it('goes by the face where the mattes are in doubt', async () => {
    const mattes = [blurred(256, 256), blurred(320, 320)] as const;
    expect(await hasPerson(...mattes, odds(3))).toBe(true);
    expect(await hasPerson(...mattes, odds(0))).toBe(false);
    expect(await hasPerson(haze(256, 256), haze(320, 320), odds(3))).toBe(true);
  });

  it('is lenient where no face can be looked for', async () => {
    expect(await hasPerson(blurred(256, 256), blurred(320, 320), odds(undefined))).toBe(true);
  });

  it('counts disagreement as evidence against a person', () => {
    const together = weigh(bust(256, 256), bust(320, 320));
    const apart = weigh(bust(256, 256, 0.2), bust(320, 320, 0.8));
    expect(together.agreement).toBeGreaterThan(0.95);
    expect(apart.agreement).toBeLessThan(0.3);
    expect(weigh(haze(256, 256), bust(320, 320)).liteDoubt).toBeGreaterThan(together.liteDoubt + 1);
    expect(weigh(bust(256, 256), haze(320, 320)).portraitDoubt).toBeGreaterThan(together.portraitDoubt + 1);
  });

  it('says no number that is none on two black mattes', () => {
    const black = alphaTensor(64, 64, () => 0);
    const evidence = weigh(black, black);
    expect([evidence.liteDoubt, evidence.portraitDoubt, evidence.agreement].every(Number.isFinite)).toBe(true);
    expect(evidence.agreement).toBe(0);
  });
});

describe('lite alone', () => {
  it('sees a clear person, and looks for no face', async () => {
    const face = odds(-9);
    expect(await liteSeesPerson(bust(256, 256), face)).toBe(true);
    expect(face).not.toHaveBeenCalled();
  });

  it('sees none in haze, unless there is a face', async () => {
    expect(await liteSeesPerson(haze(256, 256), odds(undefined))).toBe(false);
    expect(await liteSeesPerson(haze(256, 256), odds(0))).toBe(false);
    expect(await liteSeesPerson(haze(256, 256), odds(3))).toBe(true);
  });

  it('in some doubt goes by the face, and is lenient where none can be looked for', async () => {
    expect(await liteSeesPerson(blurred(256, 256), odds(0))).toBe(false);
    expect(await liteSeesPerson(blurred(256, 256), odds(3))).toBe(true);
    expect(await liteSeesPerson(blurred(256, 256), odds(undefined))).toBe(true);
  });

  it('is blank only where even a distant person would have left more', () => {
    expect(isBlank(empty(256, 256))).toBe(true);
    expect(isBlank(speckle)).toBe(true);
    expect(isBlank(bust(256, 256))).toBe(false);
    const distant = alphaTensor(256, 256, (x, y) => Number(Math.hypot(x - 100, y - 100) < 4));
    expect(isBlank(distant)).toBe(false);
  });
});

describe('the veto', () => {
  const lite = alphaTensor(256, 256, (x) => Number(x < 100));
  const portrait = alphaTensor(512, 320, (x, y) => (x < 200 || (x > 400 && y < 100) ? 0.9 : 0.05));
  const kept = veto(portrait, lite);
  const at = (x: number, y: number) => kept.data[y * 512 + x];

  it('has the size of portrait', () => {
    expect(kept.dims).toEqual([1, 1, 320, 512]);
  });

  it('removes what is far from lite’s person', () => {
    for (const [x, y] of [
      [420, 10],
      [511, 99],
      [300, 300],
    ])
      expect(at(x, y)).toBe(0);
  });

  it('changes nothing in it and near it', () => {
    for (let x = 0; x < 212; x++) expect(at(x, 160)).toBe(portrait.data[160 * 512 + x]);
  });

  it('fades out rather than cuts', () => {
    const everywhere = veto(
      alphaTensor(512, 320, () => 1),
      lite,
    );
    const row = [...everywhere.data.subarray(160 * 512, 161 * 512)];
    expect(row.filter((alpha) => alpha > 0.05 && alpha < 0.95).length).toBeGreaterThan(4);
    expect(Math.max(...row.slice(1).map((alpha, x) => row[x] - alpha))).toBeLessThan(0.3);
  });
});
