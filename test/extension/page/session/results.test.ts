import { expect, it } from 'vitest';
import { missingUrls, resultsOf } from '../../../../extension/page/session/results.ts';

const blob = (text: string) => new Blob([text]);

it('results of a picture are kept under its URL, and forgotten when fifty others came', () => {
  const results = resultsOf('https://a.example/1.jpg');
  expect(resultsOf('https://a.example/1.jpg')).toBe(results);
  for (let i = 0; i < 50; i++) resultsOf(`https://b.example/${i}.jpg`);
  expect(resultsOf('https://a.example/1.jpg')).not.toBe(results);
});

it('results of a picture without a URL are not kept', () => {
  expect(resultsOf(undefined)).not.toBe(resultsOf(undefined));
});

it('a job adds its outputs, and only the first job says whether a person is in doubt', () => {
  const results = resultsOf(undefined);
  results.add({ person: 'unsure', cutout: blob('cutout') });
  expect(results.isUnsure).toBe(true);
  expect(results.lacking(['cutout', 'matte'])).toEqual(['matte']);
  results.keep();
  results.add({ person: 'unsure', matte: blob('matte') });
  expect(results.isUnsure).toBe(false);
  expect(results.lacking(['cutout', 'matte'])).toEqual([]);
});

it('the cutout is shown over its backdrop until the backdrop is taken away', () => {
  const results = resultsOf(undefined);
  const [cutout, composed] = [blob('cutout'), blob('composed')];
  results.add({ person: 'yes', cutout });
  results.setBackdrop({ kind: 'blur' }, composed);
  expect(results.pictureOf('cutout')).toBe(composed);
  results.setBackdrop({ kind: 'none' }, undefined);
  expect(results.pictureOf('cutout')).toBe(cutout);
});

it('a picture that went while its result showed is looked for until it shows again', () => {
  const results = resultsOf('https://c.example/1.jpg');
  results.setMissing(true);
  expect(missingUrls()).toContain('https://c.example/1.jpg');
  results.setMissing(false);
  expect(missingUrls()).not.toContain('https://c.example/1.jpg');
});

it('what comes back from the editor takes the place of the cutout and its backdrop, beyond doubt', () => {
  const results = resultsOf(undefined);
  results.add({ person: 'unsure', cutout: blob('cutout'), matte: blob('matte') });
  results.setBackdrop({ kind: 'blur' }, blob('composed'));
  const edited = { cutout: blob('edited'), matte: blob('edited matte') };
  results.setEdited(edited);
  expect(results.pictureOf('cutout')).toBe(edited.cutout);
  expect(results.pictureOf('matte')).toBe(edited.matte);
  expect(results.isUnsure).toBe(false);
});
