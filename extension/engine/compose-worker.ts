import { CutoutError } from '../../shared/errors.ts';
import { composeOnColour, composeOnPicture, cover } from '../../shared/image/compose.ts';
import { parseColour } from '../../shared/image/parse-colour.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { runToEnd } from '../../shared/steps.ts';
import { decode } from '../../shared/web/decode.ts';
import { encodePicture } from '../../shared/web/encode.ts';
import { answerCalls } from '../common/calls/answer-calls.ts';
import { blurBehind } from '../common/pixels/backdrop.ts';
import type { Backdrop } from '../contracts/messages.ts';
import type { Composing } from './compose.ts';

answerCalls<Composing>({
  compose: async ({ cutout, backdrop }) => encodePicture(await layOver(await decode(cutout), backdrop)),
});

async function layOver(cutout: Picture, backdrop: Backdrop): Promise<Picture> {
  const { width, height } = cutout;
  switch (backdrop.kind) {
    case 'colour': {
      const colour = parseColour(backdrop.colour);
      if (!colour) throw new CutoutError('damaged', `“${backdrop.colour}” is no colour.`);
      return composeOnColour(cutout, colour);
    }
    case 'blur': {
      const original = await decode(backdrop.original);
      return composeOnPicture(cutout, runToEnd(blurBehind(original, cutout)));
    }
    case 'picture':
      return composeOnPicture(cutout, runToEnd(cover(await decode(backdrop.picture), width, height)));
  }
}
