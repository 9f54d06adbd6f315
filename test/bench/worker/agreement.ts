import sharp from 'sharp';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { post } from '../../worker/harness/post.ts';

/** Further apart than this, of 255, is no rounding. */
const ROUNDING = 2;

/**
 * Tells how far the Worker's alpha of a large photograph is from the terminal's, with each network: portrait-s sees it smaller in the
 * Worker.
 *
 * @throws Error where nobody is found.
 */
export async function benchAgreement(url: string, photo: Buffer): Promise<void> {
  const engine = await createNodeEngine('models/dist');
  const picture = await decode(photo);
  for (const network of ['lite', 'portrait-s'] as const) {
    const found = await cutOut(picture, engine, { network });
    if (found.person === 'no') throw new Error('Nobody was found.');
    const response = await post(url, `model=${network}&output=matte`, photo);
    if (response.status !== 200) throw new Error(`An unexpected status: ${response.status}`);
    const answered = await sharp(Buffer.from(await response.arrayBuffer()))
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    console.log(`alpha of ${network}, the Worker's beside the terminal's: ${apart(answered, found.matte.data)}`);
  }
  await engine.dispose();
}

function apart(a: Uint8Array, b: Uint8ClampedArray): string {
  if (a.length !== b.length) throw new Error('The mattes differ in size.');
  let [sum, most, further, both, either] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    sum += difference;
    most = Math.max(most, difference);
    if (difference > ROUNDING) further++;
    both += Math.min(a[i], b[i]);
    either += Math.max(a[i], b[i]);
  }
  return (
    `IoU ${(both / either).toFixed(4)}, mean difference ${(sum / a.length).toFixed(2)} of 255, most ${most}, ` +
    `further than ${ROUNDING} in ${((100 * further) / a.length).toFixed(2)} % of the pixels`
  );
}
