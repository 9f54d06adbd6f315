import { alphaOf } from '../../shared/image/alpha.ts';
import { runToEnd } from '../../shared/steps.ts';
import { decode } from '../../shared/web/decode.ts';
import { encodeMatte, encodePicture } from '../../shared/web/encode.ts';
import { layOver } from '../../shared/web/lay-over.ts';
import { answerCalls } from '../common/calls/answer-calls.ts';
import { encodeAs } from '../editor/work/encode-as.ts';
import { finishCutout } from '../editor/work/finish-cutout.ts';
import type { Composing } from './compose.ts';
import { peopleOf, personAt } from './people-of-cutout.ts';
import { stickerOfCutout } from './sticker-of-cutout.ts';

answerCalls<Composing>({
  compose: async ({ cutout, backdrop }) => encodePicture(await layOver(await decode(cutout), backdrop)),
  people: async ({ cutout }) => {
    const people = peopleOf(await decode(cutout));
    return Promise.all(people.map(async ({ at, thumbnail }) => ({ at, thumbnail: await encodePicture(thumbnail) })));
  },
  person: async ({ cutout, at }) => {
    const person = personAt(await decode(cutout), at);
    const [alone, matte] = await Promise.all([encodePicture(person), encodeMatte(alphaOf(person))]);
    return { cutout: alone, matte };
  },
  sticker: async ({ cutout }) => encodePicture(runToEnd(stickerOfCutout(await decode(cutout)))),
  finish: async ({ picture, shape, finishing }) =>
    encodeAs(await finishCutout(picture, picture, finishing, shape), finishing.format, finishing.quality),
});
