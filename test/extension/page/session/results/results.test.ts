import { expect, it } from 'vitest';
import { createResults, missingUrls, resultsOf } from '../../../../../extension/page/session/results/results.ts';

const size = { width: 3, height: 4 };
const blob = (text: string) => new Blob([text]);

it('results of a picture are kept under its URL, and forgotten when fifty others came', () => {
  const results = resultsOf('https://a.example/1.jpg');
  expect(resultsOf('https://a.example/1.jpg')).toBe(results);
  for (let i = 0; i < 50; i++) resultsOf(`https://b.example/${i}.jpg`);
  expect(resultsOf('https://a.example/1.jpg')).not.toBe(results);
});

it('results of a screenshot are not kept, unless their picture is missing and comes back', () => {
  const url = 'https://d.example/1.jpg';
  const results = resultsOf(url);
  const inset = { top: 0, right: 0, bottom: 9, left: 0 };
  results.setPicture({ picture: blob('screenshot'), secret: true, inset });
  results.setMissing(true);
  expect(resultsOf(url)).toBe(results);
  results.setMissing(false);
  expect(resultsOf(url)).not.toBe(results);
  expect(resultsOf(url).acquired).toBeUndefined();
});

it('results of a screenshot are those that its own element shows again, and looked for where it goes missing then', () => {
  const url = 'https://e.example/1.jpg';
  const results = resultsOf(url);
  results.setPicture({ picture: blob('screenshot'), secret: true, inset: { top: 0, right: 0, bottom: 9, left: 0 } });
  resultsOf(url);
  expect(resultsOf(url, results)).toBe(results);
  results.setMissing(true);
  expect(missingUrls()).toContain(url);
  expect(resultsOf(url)).toBe(results);
});

it('results of a picture without a URL are not kept', () => {
  expect(resultsOf(undefined)).not.toBe(resultsOf(undefined));
});

it('a job adds its outputs, and only the first job says whether a person is in doubt', () => {
  const results = resultsOf(undefined);
  results.add({ ...size, person: 'unsure', people: [], cutout: blob('cutout') });
  expect(results.isUnsure).toBe(true);
  expect(results.lacking(['cutout', 'matte'])).toEqual(['matte']);
  results.keep();
  results.add({ ...size, person: 'unsure', people: [], matte: blob('matte') });
  expect(results.isUnsure).toBe(false);
  expect(results.lacking(['cutout', 'matte'])).toEqual([]);
});

it('the cutout is shown over its backdrop until the backdrop is taken away', () => {
  const results = resultsOf(undefined);
  const [cutout, composed] = [blob('cutout'), blob('composed')];
  results.add({ ...size, person: 'yes', people: [], cutout });
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

it('one person stands for everybody until everybody is wanted again', () => {
  const results = resultsOf(undefined);
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const [cutout, matte] = [blob('cutout'), blob('matte')];
  results.add({ ...size, person: 'yes', people: [box, box], cutout, matte });
  expect(results.isGroup).toBe(true);
  const [left, right] = ['left', 'right'].map((name) => ({ cutout: blob(name), matte: blob(name) }));
  results.setAlone(0, left);
  results.setAlone(1, right);
  expect([results.pictureOf('cutout'), results.pictureOf('matte'), results.alone]).toEqual([
    right.cutout,
    right.matte,
    1,
  ]);
  results.setAlone();
  expect(results.pictureOf('cutout')).toBe(cutout);
  expect(results.pictureOf('matte')).toBe(matte);
  expect(results.alone).toBeUndefined();
});

it('what comes back from the editor takes the place of the cutout and its backdrop, beyond doubt', () => {
  const results = resultsOf(undefined);
  results.add({ ...size, person: 'unsure', people: [], cutout: blob('cutout'), matte: blob('matte') });
  results.setBackdrop({ kind: 'blur' }, blob('composed'));
  const edited = { cutout: blob('edited'), matte: blob('edited matte') };
  results.setEdited(edited);
  expect(results.pictureOf('cutout')).toBe(edited.cutout);
  expect(results.pictureOf('matte')).toBe(edited.matte);
  expect(results.isUnsure).toBe(false);
});

it('the full picture takes the small one’s place, with its own outputs, and no larger one is offered after it', () => {
  const results = resultsOf(undefined);
  results.add({ ...size, person: 'unsure', people: [], cutout: blob('small'), matte: blob('small matte') });
  results.keep();
  results.setBackdrop({ kind: 'blur' }, blob('composed'));
  const full = createResults();
  full.setPicture({ picture: blob('picture'), secret: true });
  full.add({ width: 30, height: 40, person: 'unsure', people: [], cutout: blob('full'), matte: blob('full matte') });
  results.setFull(full);
  expect(results).toMatchObject({ size: { width: 30, height: 40 }, acquired: { secret: true }, isFinal: true });
  expect(results.pictureOf('cutout')).toBe(full.cutout);
  expect(results.pictureOf('matte')).toBe(full.matte);
  expect(results.backdrop).toEqual({ kind: 'blur' });
  expect(results.isUnsure).toBe(false);
});

it('a head of the full picture is still a head, whose whole person is not made yet', () => {
  const results = resultsOf(undefined);
  results.add({ ...size, person: 'yes', people: [], cutout: blob('small'), matte: blob('small matte') });
  const made = (name: string) => {
    const head = createResults();
    head.setPicture({ picture: blob(`${name} picture`), secret: false });
    head.add({ ...size, person: 'yes', people: [], cutout: blob(name), matte: blob(`${name} matte`) });
    return head;
  };
  results.setPart('head', made('head'));
  const full = made('full head');
  results.setFull(full, 'head');
  expect(results).toMatchObject({ part: 'head', cutout: full.cutout });
  expect(results.whole).toBeUndefined();
});

it('a full picture that lacks something changes nothing', () => {
  const results = resultsOf(undefined);
  results.add({ ...size, person: 'yes', people: [], cutout: blob('small') });
  results.setFull(createResults());
  expect(results).toMatchObject({ size });
  expect(results.isFinal).toBeUndefined();
});
