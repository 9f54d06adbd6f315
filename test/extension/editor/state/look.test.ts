import { beforeEach, expect, test, vi } from 'vitest';
import { packLook, unpackLook } from '../../../../extension/editor/state/look.ts';
import { changesResult, DEFAULTS, type Settings } from '../../../../extension/editor/state/settings.ts';

const kept = new Map<string, Blob>();
vi.mock('../../../../extension/common/storage/backdrops.ts', async () => {
  const { sha256 } = await import('../../../../shared/hash.ts');
  return {
    digestOf: async (picture: Blob) => sha256(await picture.arrayBuffer()),
    backdropOf: async (digest: string) => kept.get(digest),
  };
});

beforeEach(() => kept.clear());

const set: Settings = {
  ...DEFAULTS,
  decontaminated: false,
  backdrop: 'gradient',
  gradientFrom: [1, 2, 3],
  placing: { a: 0, b: 2, x: 30, y: -4 },
  cropping: 'us',
  moved: { x: 3, y: 4 },
  shadowOn: 'ground',
  shadowLean: -0.3,
  format: 'image/webp',
  width: 640,
};

test('every setting that makes the result is restored, and none of the tools', async () => {
  const look = await unpackLook(structuredClone(await packLook({ ...set, panel: 'save', view: 'matte' })));
  const made = Object.keys(DEFAULTS).filter((key) => changesResult(new Set([key as keyof Settings])));
  expect(look).toEqual(Object.fromEntries(made.map((key) => [key, set[key as keyof Settings]])));
});

test('what can’t be read is left as it is', async () => {
  const packed = (await packLook(set)) as Record<string, unknown>;
  const wrong = {
    placing: { a: 0, b: 0, x: 0, y: 0 },
    cropping: 'gone',
    margin: Number.NaN,
    outlineColour: [1, 2, 256],
  };
  const { placing, cropping, margin, outlineColour, ...others } = await unpackLook({ ...packed, ...wrong, extra: 1 });
  expect([placing, cropping, margin, outlineColour]).toEqual([undefined, undefined, undefined, undefined]);
  expect(others).toMatchObject({ backdrop: 'gradient', width: 640 });
  expect(others).not.toHaveProperty('extra');
  for (const nothing of [undefined, null, 'look', 3]) expect(await unpackLook(nothing)).toEqual({});
});

test('a background of one’s own is restored where it is kept, and left out where it is not', async () => {
  const backdropPicture = new Blob(['picture']);
  const packed = (await packLook({ ...set, backdrop: 'picture', backdropPicture })) as Record<string, unknown>;
  expect(await unpackLook(packed)).toMatchObject({ backdrop: 'none', backdropPicture: undefined });
  kept.set(String(packed.backdropPicture), backdropPicture);
  expect(await unpackLook(packed)).toMatchObject({ backdrop: 'picture', backdropPicture });
});
