import { describe, expect, it } from 'vitest';
import { spaceOf } from '../../../shared/image/colour/colour.ts';
import { toSrgb } from '../../../shared/image/colour/convert.ts';
import type { ColourSpace } from '../../../shared/image/colour/space.ts';
import { greyProfile, iccProfile, rgbProfile, tableProfile } from '../../fixtures/colour/profiles.ts';
import { randomInts } from '../../fixtures/random.ts';

const converted = (space: ReturnType<typeof spaceOf>, ...colours: (readonly number[])[]) => {
  const data = Uint16Array.from(colours.flatMap((colour) => [...colour.map((value) => value * 65_535), 65_535]));
  const picture = toSrgb({ width: colours.length, height: 1, data }, space as ColourSpace);
  return colours.map((_, i) => [...picture.data.subarray(i * 4, i * 4 + 3)]);
};
const cicp = (primaries: number, transfer: number, isFullRange = true) =>
  spaceOf({ kind: 'cicp', primaries, transfer, isFullRange });
const COLUMNS = [
  [0.436066, 0.222488, 0.013916],
  [0.385147, 0.716873, 0.097076],
  [0.143066, 0.060608, 0.714096],
];

describe('spaceOf', () => {
  it('takes for sRGB what is as good as sRGB', () => {
    expect(spaceOf(undefined)).toBe('srgb');
    expect(spaceOf({ kind: 'icc', profile: rgbProfile('srgb', COLUMNS) })).toBe('srgb');
    expect(spaceOf({ kind: 'gamma', exponent: 0.45455, chromaticities: undefined })).toBe('srgb');
    expect(cicp(1, 13)).toBe('srgb');
    // Video's own curve is shown like sRGB's.
    expect(cicp(1, 1)).toBe('srgb');
    expect(spaceOf({ kind: 'icc', profile: rgbProfile(2.2, COLUMNS) })).not.toBe('srgb');
  });

  it('does not know profiles of tables, of CMYK, and what is none', () => {
    const cmyk = rgbProfile('srgb', COLUMNS);
    cmyk.write('CMYK', 16, 'latin1');
    for (const profile of [tableProfile(), cmyk, iccProfile('GRAY', {}), Buffer.alloc(0), Buffer.alloc(200, 255)]) {
      expect(spaceOf({ kind: 'icc', profile })).toBe('unknown');
    }
  });

  it('says where a profile also has a table', () => {
    const profile = rgbProfile(1.8, COLUMNS);
    const both = Buffer.from(profile);
    // The description's place in the list is given to a table.
    both.write('A2B0', both.indexOf('desc', 128), 'latin1');
    expect(spaceOf({ kind: 'icc', profile: both })).toMatchObject({ approximate: true });
  });

  it('survives every profile that was tampered with', () => {
    const below = randomInts(11);
    const profiles = [rgbProfile('srgb', COLUMNS), rgbProfile([0, 9, 65_535], COLUMNS), greyProfile(1.8)];
    for (let round = 0; round < 300; round++) {
      const profile = Buffer.from(profiles[round % 3]);
      for (let i = 0; i < 4; i++) profile[below(profile.length)] = below(256);
      const space = spaceOf({
        kind: 'icc',
        profile: profile.subarray(0, round % 4 ? undefined : below(profile.length)),
      });
      if (typeof space !== 'object') continue;
      const data = Uint8ClampedArray.of(0, 128, 255, 255);
      expect(toSrgb({ width: 1, height: 1, data }, space).data[3]).toBe(255);
    }
  });
});

describe('toSrgb', () => {
  it('reads grey that is stated as lightness', () => {
    const profile = greyProfile(1);
    profile.write('Lab ', 20, 'latin1');
    const space = spaceOf({ kind: 'icc', profile });
    // CIE lightness 50 is 18.4 % of light.
    expect(converted(space, [0.5, 0.5, 0.5])).toEqual([[119, 119, 119]]);
  });

  it('widens numbers that leave room at both ends', () => {
    expect(converted(cicp(1, 13, false), [16 / 255, 235 / 255, 125.5 / 255])).toEqual([[0, 255, 128]]);
  });

  it('shows light up to white as it is, and white as white', () => {
    // 203 cd/m² is 58 % of PQ and 75 % of HLG.
    expect(converted(cicp(1, 16), [0.5807, 0.5807, 0.5807])).toEqual([[255, 255, 255]]);
    expect(converted(cicp(1, 18), [0.75, 0.75, 0.75])).toEqual([[255, 255, 255]]);
  });

  it('presses what is brighter than white together below it, and leaves the rest', () => {
    const ramp = Array.from({ length: 61 }, (_, i) => (0.3 + i * 0.01 > 0.8 ? 0.8 : 0.3 + i * 0.01)).map((v) => [
      v,
      v,
      v,
    ]);
    const dark = ramp.slice(0, 20);
    const [alone, pressed] = [converted(cicp(1, 16), ...dark), converted(cicp(1, 16), ...ramp)];
    expect(pressed.slice(0, 20)).toEqual(alone);
    for (let i = 1; i < 51; i++) expect(pressed[i][0]).toBeGreaterThan(pressed[i - 1][0] - 1);
    expect(pressed[28][0]).toBeLessThan(252);
    expect(pressed.at(-1)).toEqual([255, 255, 255]);
    // Hue is kept: channels keep their order and none is clipped alone.
    const [[red, green, blue]] = converted(cicp(1, 16), [0.75, 0.65, 0.55], [0.75, 0.75, 0.75]);
    expect(red).toBeGreaterThan(green + 20);
    expect(green).toBeGreaterThan(blue + 20);
  });
});
