import { describe, expect, test } from 'vitest';
import { cutRound } from '../../../../extension/editor/result/round.ts';
import { TEMPLATES, type Template, templateFrame, templateOf } from '../../../../extension/editor/result/templates.ts';
import { newPicture } from '../../../../shared/image/picture.ts';

const PICTURE = { width: 1200, height: 1600 };
/** Somebody who is all in the picture. */
const WHOLE = { x: 400, y: 300, width: 400, height: 1000 };
/** Somebody whom the picture cuts off below. */
const BUST = { x: 300, y: 500, width: 700, height: 1100 };
const HEAD = { x: 620, top: 500, height: 420, sure: true };

test('only names of the table are templates', () => {
  expect([templateOf('meme')?.width, templateOf('all'), templateOf('constructor')]).toEqual([
    ...[1080, undefined, undefined],
  ]);
});

describe.for(Object.entries<Template>(TEMPLATES))('%s', ([, template]) => {
  test.for([WHOLE, BUST])('has its shape', (person) => {
    const frame = templateFrame(template, person, HEAD, PICTURE);
    expect(frame.width / frame.height).toBeCloseTo(template.width / template.height, 2);
  });

  test('shows a person half as large with half a margin', () => {
    if (template.around === 'middle') return;
    const wide = templateFrame(template, WHOLE, HEAD, PICTURE, 0.5);
    expect(wide.height / templateFrame(template, WHOLE, HEAD, PICTURE).height).toBeCloseTo(2, 1);
  });
});

test('a listing is filled to 85 %, the thing in the middle', () => {
  const frame = templateFrame(TEMPLATES.listing, WHOLE, undefined, PICTURE);
  expect(WHOLE.height / frame.height).toBeCloseTo(0.85, 2);
  expect(Math.abs(frame.x + frame.width / 2 - 600)).toBeLessThan(2);
  expect(Math.abs(frame.y + frame.height / 2 - 800)).toBeLessThan(2);
});

test('a profile picture is around the head, and ends where the shoulders do', () => {
  const frame = templateFrame(TEMPLATES.profile, BUST, HEAD, PICTURE);
  expect(HEAD.height / frame.height).toBeCloseTo(0.5, 2);
  expect(frame.x + frame.width / 2).toBeCloseTo(HEAD.x, -1);
  expect(frame.y).toBeLessThan(HEAD.top);
  const low = { ...HEAD, top: 1000 };
  const cut = templateFrame(TEMPLATES.profile, { ...BUST, y: 1000, height: 600 }, low, PICTURE);
  expect(Math.abs(cut.y + cut.height - PICTURE.height)).toBeLessThan(3);
  // A matte that fades away just above the picture's edge ends the canvas, too.
  const faded = templateFrame(TEMPLATES.profile, { ...BUST, y: 1000, height: 585 }, low, PICTURE);
  expect(Math.abs(faded.y + faded.height - 1585)).toBeLessThan(3);
  // Of what has no head all is shown.
  const thing = templateFrame(TEMPLATES.profile, WHOLE, { ...HEAD, sure: false }, PICTURE);
  expect(thing.height).toBeGreaterThan(WHOLE.height);
});

test.for([
  ['slide-left', 0.26],
  ['slide-right', 0.74],
  ['meme', 0.5],
] as const)('%s has the person at %d of its width, on the lower edge where the picture ends there', ([name, at]) => {
  const frame = templateFrame(TEMPLATES[name], BUST, HEAD, PICTURE);
  expect((BUST.x + BUST.width / 2 - frame.x) / frame.width).toBeCloseTo(at, 2);
  expect(Math.abs(frame.y + frame.height - PICTURE.height)).toBeLessThan(2);
  const room = templateFrame(TEMPLATES[name], WHOLE, HEAD, PICTURE);
  expect(room.y + room.height).toBeGreaterThan(WHOLE.y + WHOLE.height);
  expect(room.y).toBeLessThan(WHOLE.y);
});

test('round: the corners are transparent, or of the colour that is asked for; the middle stays', () => {
  const alphaAt = (data: Uint8ClampedArray, x: number, y: number) => data[(y * 40 + x) * 4 + 3];
  const picture = newPicture(40, 40);
  picture.data.fill(255);
  cutRound(picture);
  expect([alphaAt(picture.data, 0, 0), alphaAt(picture.data, 20, 20), alphaAt(picture.data, 39, 39)]).toEqual([
    0, 255, 0,
  ]);
  const share = picture.data.filter((_, i) => i % 4 === 3).reduce((sum, alpha) => sum + alpha / 255, 0) / 1600;
  expect(share).toBeCloseTo(Math.PI / 4, 2);

  const black = newPicture(40, 40);
  for (let i = 3; i < black.data.length; i += 4) black.data[i] = 255;
  cutRound(black, [255, 255, 255]);
  expect([...black.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  expect([...black.data.subarray((20 * 40 + 20) * 4, (20 * 40 + 20) * 4 + 4)]).toEqual([0, 0, 0, 255]);
});
