import { expect, test } from 'vitest';
import { presenceIn, type View, viewsOf } from '../../models/evaluate/presence.ts';
import type { Evidence } from '../../shared/person/evidence.ts';
import { bust, drawnEngine, type Shape } from '../fixtures/engine/engine.ts';
import { paint } from '../fixtures/pixels.ts';

const nothing: Shape = () => -1;
const picture = paint(300, 200, () => [120, 120, 120]);
const seenBy = (...sees: Parameters<typeof drawnEngine>) => viewsOf(picture, drawnEngine(...sees));

/** Mattes that agree, with this much doubt. */
const both = (nearDoubt: number): Evidence => ({
  liteDoubt: -2,
  nearDoubt,
  agreement: 0.7,
  isLiteBlank: false,
  isNearBlank: false,
});
const view = (evidence: Evidence, face = -4): View => ({ evidence, face });

test('a clear person is one, face or not', async () => {
  const views = await seenBy({ face: bust });
  expect(views).toHaveLength(1);
  expect(await presenceIn(views)).toMatchObject({ isWeighable: true, face: 4, isSure: true, isSureFaceless: true });
});

test('where no network sees anything no face counts', async () => {
  const views = await seenBy({ lite: nothing, 'portrait-s': nothing, face: bust });
  expect(await presenceIn(views)).toMatchObject({
    ...{ isWeighable: false, face: Number.NEGATIVE_INFINITY, isSure: false, isSureFaceless: false },
  });
});

test('where one network alone sees something a face decides, as in the product', async () => {
  for (const unseeing of ['lite', 'portrait-s'] as const) {
    const views = await seenBy({ [unseeing]: nothing, face: bust });
    expect(await presenceIn(views)).toMatchObject({ isWeighable: false, face: 4, isSure: true, isSureFaceless: false });
  }
});

test('of several views one with a matte of nothing is not the surest', async () => {
  const [blank] = await seenBy({ 'portrait-s': nothing });
  expect(blank.evidence.nearDoubt).toBeLessThan(-4);
  const presence = await presenceIn([blank, view(both(-2)), view(both(-4)), view(both(-3), 3)]);
  expect(presence).toMatchObject({ features: [-2, -4, 0.7], isWeighable: true, face: 3, isSure: true });
});

test('a view in which both mattes are empty does not count, however well they agree', async () => {
  const empty = view({ ...both(-6.9), isLiteBlank: true, isNearBlank: true });
  expect(await presenceIn([empty, view(both(-3))])).toMatchObject({ features: [-2, -3, 0.7], isWeighable: true });
});

test('a view whose mattes hardly agree does not count where another’s agree', async () => {
  const presence = await presenceIn([view({ ...both(-6), agreement: 0.5 }), view(both(-3))]);
  expect(presence).toMatchObject({ features: [-2, -3, 0.7], isWeighable: true });
});
