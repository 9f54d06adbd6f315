import { CutoutError } from '../../../shared/errors.ts';
import { blurBehind } from '../../../shared/image/blur-behind.ts';
import { cover } from '../../../shared/image/compose.ts';
import type { Size } from '../../../shared/image/geometry.ts';
import { type Colour, type Matte, newMatte, type Picture } from '../../../shared/image/picture.ts';
import { groundShadow } from '../../../shared/image/shadow/ground-shadow.ts';
import { estimateForeground } from '../../../shared/matting/foreground.ts';
import { selectBox } from '../../../shared/select/select-box.ts';
import { selectStroke } from '../../../shared/select/select-stroke.ts';
import { enlarged, quickMatte, refineSelection, type Selection } from '../../../shared/select/selection.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { decode } from '../../../shared/web/decode.ts';
import { encodeMatte } from '../../../shared/web/encode.ts';
import { answerCalls } from '../../common/calls/answer-calls.ts';
import { adjustEdges } from '../matte/edges.ts';
import { withDensity } from '../pixels/density.ts';
import { newPyramid } from '../pixels/pyramid.ts';
import { samplePart } from '../pixels/sample.ts';
import { cropFor, cropOver, finishPicture, roomFor, stickerAlphas } from '../result/finish.ts';
import { gradientPicture } from '../result/gradient.ts';
import { placeMatte, placePart } from '../result/place-part.ts';
import { cutRound } from '../result/round.ts';
import { encodeAs } from './encode-as.ts';
import { finishCutout } from './finish-cutout.ts';
import type { Chosen, Enlarging, RenderRequest, Work } from './tasks.ts';

const WHITE: Colour = [255, 255, 255];

answerCalls<Work>({
  async open({ picture: pictureFile, matte: matteFile }) {
    const picture = await decode(pictureFile);
    const matte = matteFile ? await decodeMatte(matteFile) : newMatte(picture.width, picture.height);
    if (matte.width !== picture.width || matte.height !== picture.height) {
      throw new CutoutError('damaged', 'The matte is not of the picture’s size; cut the picture out anew.');
    }
    const cutout = runToEnd(estimateForeground(picture, matte));
    return { picture: newPyramid(picture), cutout: newPyramid(cutout), matte };
  },
  readMatte: async ({ matte }) => decodeMatte(matte),
  recolour: async ({ picture, matte }) => runToEnd(estimateForeground(picture, matte)),
  selectBox: async ({ picture, box, people, of }) => chosen(runToEnd(selectBox(picture, box, people)), of),
  selectStroke: async ({ picture, matte, stroke, of }) => chosen(runToEnd(selectStroke(picture, matte, stroke)), of),
  refineSelection: async ({ picture, selection }) => runToEnd(refineSelection(picture, selection)),
  adjustEdges: async ({ matte, edges }) => runToEnd(adjustEdges(matte, edges)),
  blur: async ({ picture, cutout, strength }) => runToEnd(blurBehind(picture, cutout, strength)),
  cover: async ({ picture, width, height }) => runToEnd(cover(await decode(picture), width, height)),
  ground: async ({ shape, shadow, scale }) => groundShadow(shape, shadow, scale),
  sticker: async ({ shape, sticker, scale }) => stickerAlphas(shape, sticker, scale),
  async render(request) {
    const { part, placing, from, frame, sticker, ground, width, height, within, format, quality, dpi, round } = request;
    const { room } = roomFor(frame, sticker, width, height);
    const put = from ? placePart(part, { placing, from }, cropFor(frame, sticker), room.width, room.height) : part;
    const lies = ground && placeMatte(ground.image, ground.area, placing, frame, width, height);
    const picture = runToEnd(finishPicture(put, frame, sticker, await backdropOf(request), width, height, lies));
    if (round) cutRound(picture, format === 'image/jpeg' ? WHITE : undefined);
    const file = await encodeAs(within ? inMiddle(picture, within) : picture, format, quality);
    if (!dpi) return file;
    return new Blob([withDensity(new Uint8Array(await file.arrayBuffer()), dpi) as BlobPart], { type: format });
  },
  matte: async ({ matte }) => encodeMatte(matte),
  finish: async ({ cutout, original, finishing }) =>
    encodeAs(await finishCutout(cutout, original, finishing), finishing.format, finishing.quality),
});

/** A picture in the middle of a size, transparent beside it. */
const inMiddle = (picture: Picture, { width, height }: Size): Picture =>
  cropOver(picture, { x: (picture.width - width) >> 1, y: (picture.height - height) >> 1, width, height });

function chosen(small: Selection | undefined, { scale, width, height }: Enlarging): Chosen | undefined {
  const selection = small && enlarged(small, scale, width, height);
  return selection && { selection, matte: quickMatte(selection) };
}

async function decodeMatte(file: Blob): Promise<Matte> {
  const { width, height, data } = await decode(file);
  const matte = newMatte(width, height);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = data[i * 4];
  return matte;
}

async function backdropOf({ backdrop, frame, width, height }: RenderRequest): Promise<Colour | Picture | undefined> {
  if (!backdrop) return undefined;
  if ('cover' in backdrop) return runToEnd(cover(await decode(backdrop.cover), width, height));
  if ('angle' in backdrop) return gradientPicture(backdrop, width, height);
  if (!('behind' in backdrop)) return backdrop;
  const { behind, of } = backdrop;
  const [sx, sy] = [behind.width / of.width, behind.height / of.height];
  const box = { x: frame.x * sx, y: frame.y * sy, width: frame.width * sx, height: frame.height * sy };
  return samplePart(behind, box, width, height);
}
