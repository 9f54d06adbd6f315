import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildModels, DIST } from '../../../models/main.ts';
import type { LadderEngine } from '../../../shared/inference/ladder.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { PERSON, personPhoto } from '../../fixtures/files/photo.ts';

let engine: LadderEngine;
let photo: Buffer;

beforeAll(async () => {
  await buildModels();
  engine = await createNodeEngine(DIST);
  photo = await personPhoto();
}, 300_000);
afterAll(() => engine.dispose());

test.each([48, 64, 96])(
  'a person in an avatar of %i pixels is cut out',
  async (side) => {
    const head = { left: 0, top: 0, width: PERSON.width, height: PERSON.width };
    const avatar = await sharp(photo).extract(head).resize(side, side).png().toBuffer();
    const found = await cutOut(await decode(avatar), engine);
    if (found.person === 'no') throw new Error('Nobody was seen.');
    const share = found.matte.data.reduce((sum, alpha) => sum + alpha, 0) / 255 / (side * side);
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.95);
  },
  120_000,
);
