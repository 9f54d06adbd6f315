import { describe, expect, it, vi } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import type { Answer } from '../../../shared/inference/runner.ts';
import { decide, decideByLite } from '../../../shared/person/decide.ts';
import { isBlank, weigh } from '../../../shared/person/evidence.ts';
import { bustTensor } from '../../fixtures/bust.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

/** Head and shoulders drawn by a network that is less sure. */
const blurred = (width: number, height: number) => bustTensor(width, height, 0.5, 30);
const haze = (width: number, height: number) => alphaTensor(width, height, (x, y) => 0.3 + 0.2 * Math.sin(x * 0.3 + y));
const empty = (width: number, height: number) => alphaTensor(width, height, () => 0.0005);
/** Nothing but faint speckle. */
const speckle = alphaTensor(256, 256, (x, y) => ((x * 7 + y * 13) % 97 === 0 ? 0.1 : 0));
const odds = (face: number | undefined) => vi.fn(async () => face);
const personIn = async (lite: Tensor, near: Answer, face = odds(undefined)) =>
  (await decide(weigh(lite, near), face)).person;

describe('two networks', () => {
  it('say yes by two clear mattes that agree, whatever their sizes, and look for no face', async () => {
    const face = odds(-9);
    expect(await personIn(bustTensor(256, 256), bustTensor(352, 512), face)).toBe('yes');
    expect(await personIn(bustTensor(256, 256), bustTensor(512, 512), face)).toBe('yes');
    expect(face).not.toHaveBeenCalled();
  });

  it('are unsure where both are in doubt: something is there', async () => {
    expect(await personIn(haze(256, 256), haze(320, 320))).toBe('unsure');
    expect(await personIn(blurred(256, 256), blurred(320, 320), odds(0))).toBe('unsure');
  });

  it('say no where neither sees anything, and look for no face', async () => {
    const face = odds(9);
    expect(await personIn(empty(256, 256), empty(320, 320), face)).toBe('no');
    expect(face).not.toHaveBeenCalled();
  });

  it('say no to a haze that lite alone sees, unless there is a face', async () => {
    expect(await personIn(haze(256, 256), empty(320, 320), odds(0))).toBe('no');
    expect(await personIn(haze(256, 256), empty(320, 320), odds(3))).toBe('yes');
  });

  it('are unsure of a clear figure that one of them alone sees', async () => {
    expect(await personIn(bustTensor(256, 256), empty(320, 320), odds(0))).toBe('unsure');
    expect(await personIn(empty(256, 256), bustTensor(320, 320), odds(0))).toBe('unsure');
  });

  it('are unsure where one sees a few pixels clearly that the other does not see', async () => {
    const dot = alphaTensor(320, 320, (x, y) => Number(Math.hypot(x - 250, y - 250) < 14));
    expect(await personIn(bustTensor(256, 256), dot, odds(0))).toBe('unsure');
    expect(await personIn(haze(256, 256), dot, odds(0))).toBe('unsure');
  });

  it('go by the face where the mattes are in doubt', async () => {
    expect(await personIn(blurred(256, 256), blurred(320, 320), odds(3))).toBe('yes');
    expect(await personIn(haze(256, 256), haze(320, 320), odds(3))).toBe('yes');
  });

  it('say yes by themselves only if the network’s log-odds are not those of an animal', async () => {
    const [lite, near] = [bustTensor(256, 256), bustTensor(352, 512)];
    const dog = { ...near, personOdds: 1 };
    for (const face of [0, undefined]) expect(await personIn(lite, dog, odds(face))).toBe('unsure');
    expect(await personIn(lite, dog, odds(3))).toBe('yes');
    const face = odds(-9);
    expect(await personIn(lite, { ...near, personOdds: 5 }, face)).toBe('yes');
    expect(face).not.toHaveBeenCalled();
  });

  it('may be less clear where the network’s log-odds are surely those of a person', async () => {
    const [lite, near] = [blurred(256, 256), blurred(320, 320)];
    expect(await personIn(lite, { ...near, personOdds: 4 }, odds(0))).toBe('unsure');
    expect(await personIn(lite, { ...near, personOdds: 8 }, odds(0))).toBe('yes');
    const hazy = { ...haze(320, 320), personOdds: 8 };
    expect(await personIn(haze(256, 256), hazy, odds(0))).toBe('unsure');
  });

  it('are lenient where no face can be looked for', async () => {
    expect(await personIn(blurred(256, 256), blurred(320, 320), odds(undefined))).toBe('yes');
  });

  it('tell a confidence above one half with a yes only', async () => {
    const of = (lite: Tensor, near: Tensor, face: number) => decide(weigh(lite, near), odds(face));
    for (const [lite, near] of [
      [bustTensor(256, 256), bustTensor(320, 320)],
      [blurred(256, 256), blurred(320, 320)],
      [haze(256, 256), haze(320, 320)],
      [empty(256, 256), empty(256, 256)],
    ]) {
      for (const face of [-5, 0, 1.4, 1.6, 8]) {
        const { person, confidence } = await of(lite, near, face);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(confidence >= 0.5).toBe(person === 'yes');
      }
    }
  });
});

describe('lite alone', () => {
  it('says yes to a clear person, and looks for no face', async () => {
    const face = odds(-9);
    expect((await decideByLite(bustTensor(256, 256), face)).person).toBe('yes');
    expect(face).not.toHaveBeenCalled();
  });

  it('is unsure in haze, unless there is a face', async () => {
    expect((await decideByLite(haze(256, 256), odds(undefined))).person).toBe('unsure');
    expect((await decideByLite(haze(256, 256), odds(0))).person).toBe('unsure');
    expect((await decideByLite(haze(256, 256), odds(3))).person).toBe('yes');
  });

  it('says no where it sees nothing', async () => {
    expect((await decideByLite(speckle, odds(3))).person).toBe('no');
  });
});

describe('evidence', () => {
  it('counts disagreement against a person', () => {
    const together = weigh(bustTensor(256, 256), bustTensor(320, 320));
    const apart = weigh(bustTensor(256, 256, 0.2), bustTensor(320, 320, 0.8));
    expect(together.agreement).toBeGreaterThan(0.95);
    expect(apart.agreement).toBeLessThan(0.3);
    expect(weigh(haze(256, 256), bustTensor(320, 320)).liteDoubt).toBeGreaterThan(together.liteDoubt + 1);
    expect(weigh(bustTensor(256, 256), haze(320, 320)).nearDoubt).toBeGreaterThan(together.nearDoubt + 1);
  });

  it('is made of finite numbers for two black mattes', () => {
    const black = alphaTensor(64, 64, () => 0);
    const evidence = weigh(black, black);
    expect([evidence.liteDoubt, evidence.nearDoubt, evidence.agreement].every(Number.isFinite)).toBe(true);
    expect(evidence.agreement).toBe(0);
  });

  it('calls a matte blank only where even a distant person would have left more', () => {
    expect(isBlank(empty(256, 256))).toBe(true);
    expect(isBlank(speckle)).toBe(true);
    expect(isBlank(bustTensor(256, 256))).toBe(false);
    const distant = alphaTensor(256, 256, (x, y) => Number(Math.hypot(x - 100, y - 100) < 4));
    expect(isBlank(distant)).toBe(false);
  });
});
