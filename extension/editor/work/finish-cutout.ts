import { CutoutError } from '../../../shared/errors.ts';
import { alphaOf, figureBox } from '../../../shared/image/alpha.ts';
import { blurBehind } from '../../../shared/image/blur-behind.ts';
import { parseColour } from '../../../shared/image/parse-colour.ts';
import type { Colour, Picture } from '../../../shared/image/picture.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { decode } from '../../../shared/web/decode.ts';
import { clip } from '../pixels/rectangle.ts';
import { samplePart } from '../pixels/sample.ts';
import { cropOver, finishPicture } from '../result/finish.ts';
import { ASPECTS, type Aspect, frameAround } from '../result/frame.ts';
import type { Finishing } from './tasks.ts';

/** Around the person, as a share of its longer side. */
const MARGIN = 0.05;
const WHITE: Colour = [255, 255, 255];

/**
 * A cutout on its background, cropped, no larger than asked. Where nobody is seen nothing is cropped. JPEG has no transparency: there, nothing is white.
 *
 * @param original the picture, which is looked at for its own background out of focus alone.
 * @param shape the bare cutout, where `cutout` lies on a background already: it says where the person is.
 * @throws CutoutError what `decode` throws.
 */
export async function finishCutout(
  cutout: Blob,
  original: Blob,
  { background, crop, format, longest = Number.POSITIVE_INFINITY }: Finishing,
  shape?: Blob,
): Promise<Picture> {
  const picture = await decode(cutout);
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const person = crop === 'all' ? undefined : figureBox(alphaOf(shape ? await decode(shape) : picture));
  const aspect = crop in ASPECTS ? ASPECTS[crop as Aspect] : undefined;
  const around = person ? frameAround(person, picture, MARGIN, aspect) : whole;
  // A background that is there ends with the picture.
  const frame = (shape && clip(around, picture.width, picture.height)) ?? around;
  const scale = Math.min(1, longest / Math.max(frame.width, frame.height));
  const [width, height] = [frame.width, frame.height].map((side) => Math.max(1, Math.round(side * scale)));
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
