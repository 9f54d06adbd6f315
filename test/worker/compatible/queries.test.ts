import { describe, expect, it } from 'vitest';
import { removebgSchema } from '../../../shared/contracts/removebg.ts';
import { fromRemove } from '../../../worker/compatible/remove-query.ts';
import { fromRemovebg, readRemovebg } from '../../../worker/compatible/removebg-query.ts';
import { single } from '../../../worker/compatible/words.ts';
import { readQuery } from '../../../worker/intake/query.ts';

const translated = (given: Record<string, string>, hasBackground = false) =>
  fromRemovebg(readRemovebg(given), hasBackground);

describe('the words of removebg', () => {
  it.each<[Record<string, string>, Record<string, string>]>([
    [{}, { output: 'cutout', size: 'preview', format: 'png' }],
    [
      { size: '4k', format: 'jpg', type: 'car' },
      { output: 'cutout', size: 'auto', format: 'jpeg' },
    ],
    [
      { size: 'hd', channels: 'alpha', format: 'zip' },
      { output: 'matte', size: 'auto', format: 'png' },
    ],
    [{ bg_color: '81d4fa' }, { output: 'cutout', size: 'preview', format: 'jpeg', background: '#81d4fa' }],
    [
      { bg_color: '#0f0f', format: 'png' },
      { output: 'cutout', size: 'preview', format: 'png', background: '#00ff00' },
    ],
    [{ bg_color: '81d4fa00' }, { output: 'cutout', size: 'preview', format: 'png' }],
    [{ bg_color: 'Green' }, { output: 'cutout', size: 'preview', format: 'jpeg', background: 'Green' }],
    [
      { crop: 'true', crop_margin: '10% 5px', roi: '0% 0% 50% 100%', scale: '80%', position: '50%' },
      {
        ...{ output: 'cutout', size: 'preview', format: 'png', crop: 'person', margin: '10% 5px' },
        ...{ roi: '0% 0% 50% 100%', scale: '80%', position: '50%' },
      },
    ],
    [{ add_shadow: 'true' }, { output: 'cutout', size: 'preview', format: 'png', shadow: 'ground' }],
    [
      { shadow_type: '3D', shadow_opacity: '70', bg_color: 'fff' },
      {
        ...{ output: 'cutout', size: 'preview', format: 'jpeg', background: '#ffffff' },
        ...{ shadow: 'ground', shadow_opacity: '70%' },
      },
    ],
    [{ shadow_type: 'drop' }, { output: 'cutout', size: 'preview', format: 'png', shadow: 'drop' }],
    [
      { shadow_type: 'none', add_shadow: 'true', shadow_opacity: '70' },
      { output: 'cutout', size: 'preview', format: 'png' },
    ],
    [
      { shadow_type: 'drop', channels: 'alpha' },
      { output: 'matte', size: 'preview', format: 'png' },
    ],
    [
      { crop: 'false', crop_margin: '10%' },
      { output: 'cutout', size: 'preview', format: 'png' },
    ],
  ])('%j mean what is known here', (given, expected) => {
    const query = translated(given);
    expect(query).toEqual(Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, [value]])));
    expect(() => readQuery(query)).not.toThrow();
  });

  it('a picture behind makes auto JPEG', () => expect(translated({}, true).format).toEqual(['jpeg']));

  it('that are wrong are declined by name', () => {
    for (const [name, value] of [
      ['size', 'huge'],
      ['format', 'gif'],
      ['channels', 'rgb'],
      ['shadow_type', 'long'],
      ['shadow_opacity', '101'],
      ['shadow_opacity', '-1'],
      ['bg_color', 'nothing'],
      ['bg_color', 'fffff'],
      ['bg_color', '81d4fa77'],
    ]) {
      expect(() => translated({ [name]: value }), value).toThrow(name);
    }
    expect(Object.keys(removebgSchema.shape)).toContain('semitransparency');
  });
});

describe('the words of remove', () => {
  it.each<[Record<string, string>, Record<string, string>]>([
    [{}, { output: 'cutout', format: 'png' }],
    [
      { om: 'true', bgc: '1,2,3,255' },
      { output: 'matte', format: 'png' },
    ],
    [
      { bgc: '255, 0,16,255', a: 'true', ae: '15' },
      { output: 'cutout', format: 'png', background: '#ff0010' },
    ],
    [
      { bgc: '0,0,0,0', model: 'u2net' },
      { output: 'cutout', format: 'png' },
    ],
    [{ model: 'lite' }, { output: 'cutout', format: 'png', model: 'lite' }],
  ])('%j mean what is known here', (given, expected) => {
    const query = fromRemove(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, [value]])));
    expect(query).toEqual(Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, [value]])));
    expect(() => readQuery(query)).not.toThrow();
  });

  it('that are wrong are declined', () => {
    for (const bgc of ['red', '1,2', '1,2,3,4,5', '256,0,0,255', '-1,0,0,255', '1,2,3,128', '1e2,0,0,255']) {
      expect(() => fromRemove({ bgc: [bgc] }), bgc).toThrow('bgc');
    }
  });
});

it('what a client wrote for nothing is nothing', () => {
  expect(single({ a: [''], b: ['undefined'], c: ['null'], d: [' 1 '] })).toEqual({ d: '1' });
  expect(() => single({ a: ['1', '2'] })).toThrow('“a”');
});

it.each([
  [
    { roi: '1' },
    '“roi” is wrong: it is left, top, right and bottom, each in px or % of the upright picture: 0 0 50% 300px; see /docs.',
  ],
  [
    { background: 'reddish' },
    '“background” is wrong: it is a colour: #rgb, #rrggbb or a name such as white; see /docs.',
  ],
  [{ margin: '5px' }, '“margin” is wrong: it goes with crop only; see /docs.'],
])('a parameter that is wrong is told in a whole sentence: %j', (given, sentence) => {
  const query = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, [value]]));
  expect(() => readQuery(query)).toThrow(`The parameter ${sentence}`);
});
