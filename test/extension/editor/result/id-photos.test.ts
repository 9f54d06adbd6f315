import { describe, expect, test } from 'vitest';
import { guideOf, idFrame, idOutput, idPixels } from '../../../../extension/editor/result/id-photo.ts';
import { ID_PHOTOS, type IdPhoto, idPhotoOf, SOURCES } from '../../../../extension/editor/result/id-photos.ts';

const ALL = Object.entries<IdPhoto>(ID_PHOTOS);

test('files of ID photographs say what they are', () => {
  expect([ID_PHOTOS.eu, ID_PHOTOS.us].map(idOutput)).toEqual(['id-photo-35x45mm', 'id-photo-2x2in']);
});

test.for([
  ['eu', 300, 413, 531],
  ['eu', 600, 827, 1063],
  ['us', 300, 600, 600],
  ['us', 600, 1200, 1200],
  ['cn', 300, 390, 567],
  ['ca', 300, 591, 827],
] as const)('%s at %d dpi has %d × %d pixels', ([name, dpi, width, height]) => {
  expect(idPixels(ID_PHOTOS[name], dpi)).toEqual({ width, height });
});

test.for(Object.entries(SOURCES))('the source of %s is its authority’s page', ([, source]) => {
  expect(source).toMatch(/^https?:\/\/[^/]+\.(gov|int|go|gouv)(\.\w+)*\/|canada\.ca\/|passport\.go\.kr\//);
});

test('only names of the table are ID photographs', () => {
  expect(['eu', 'us', 'all', '1:1', 'toString'].map((name) => idPhotoOf(name)?.country)).toEqual([
    ...['EU', 'US', undefined, undefined, undefined],
  ]);
});

describe.for(ALL)('%s', ([, photo]) => {
  test('has a light ground', () => {
    expect(Math.min(...photo.ground)).toBeGreaterThan(200);
    expect(new Set(photo.ground).size).toBe(1);
  });

  test('has room for the largest head', () => {
    expect(photo.head[0]).toBeLessThan(photo.head[1]);
    expect(photo.gap + photo.head[1]).toBeLessThan(photo.height);
  });

  test('has crown and chin where they belong, and eyes between them', () => {
    const head = { x: 500, top: 300, height: 400, sure: true };
    const frame = idFrame(head, photo);
    const mm = frame.height / photo.height;
    expect(frame.width / frame.height).toBeCloseTo(photo.width / photo.height, 2);
    expect((head.top - frame.y) / mm).toBeCloseTo(photo.gap, 0);
    const tall = head.height / mm;
    expect(tall).toBeGreaterThan(photo.head[0]);
    expect(tall).toBeLessThan(photo.head[1]);
    expect(frame.x + frame.width / 2).toBeCloseTo(500, -1);
    const { crown, chin, eyes } = guideOf(photo);
    expect(crown).toBeCloseTo((head.top - frame.y) / frame.height, 2);
    const chinAt = (head.top + head.height - frame.y) / frame.height;
    expect(chinAt).toBeGreaterThan(chin[0]);
    expect(chinAt).toBeLessThan(chin[1]);
    expect(eyes[0]).toBeGreaterThan(crown);
    expect(eyes[0]).toBeLessThanOrEqual(eyes[1]);
    expect(eyes[1]).toBeLessThan(chin[0] + 0.05);
  });

  test('the margin makes the head smaller', () => {
    const head = { x: 500, top: 300, height: 400, sure: true };
    expect(idFrame(head, photo, 0.1).height / idFrame(head, photo).height).toBeCloseTo(1.2, 2);
  });
});
