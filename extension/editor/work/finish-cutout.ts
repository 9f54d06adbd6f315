import { CutoutError } from '../../../shared/errors.ts';
import { alphaOf } from '../../../shared/image/alpha.ts';
import { blurBehind } from '../../../shared/image/blur-behind.ts';
import { parseColour } from '../../../shared/image/parse-colour.ts';
import type { Colour, Picture } from '../../../shared/image/picture.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { decode } from '../../../shared/web/decode.ts';
import { samplePart } from '../pixels/sample.ts';
import { cropOver, finishPicture } from '../result/finish.ts';
import { ASPECTS, type Aspect, frameAround, personBox } from '../result/frame.ts';
import type { Finishing } from './tasks.ts';

/** Around the person, as a share of its longer side. */
const MARGIN = 0.05;
const WHITE: Colour = [255, 255, 255];

/**
 * A cutout on its background, cropped. Where nobody is seen nothing is cropped. JPEG has no transparency: there, nothing is white.
 *
 * @param original the picture, which is looked at for its own background out of focus alone.
 * @throws CutoutError what `decode` throws.
 */
export async function finishCutout(
  cutout: Blob,
  original: Blob,
  { background, crop, format }: Finishing,
): Promise<Picture> {
  const picture = await decode(cutout);
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const person = crop === 'all' ? undefined : personBox(alphaOf(picture));
  const aspect = crop in ASPECTS ? ASPECTS[crop as Aspect] : undefined;
  const frame = person ? frameAround(person, picture, MARGIN, aspect) : whole;
  const { width, height } = frame;
  const backdrop = async (): Promise<Colour | Picture | undefined> => {
    if (background.kind === 'blur') {
      const behind = runToEnd(blurBehind(await decode(original), picture));
      return samplePart(behind, frame, width, height);
    }
    if (background.kind === 'none') return format === 'image/jpeg' ? WHITE : undefined;
    const colour = parseColour(background.colour);
    if (!colour) throw new CutoutError('damaged', `“${background.colour}” is no colour.`);
    return colour;
  };
  return runToEnd(finishPicture(cropOver(picture, frame), frame, {}, await backdrop(), width, height));
}
