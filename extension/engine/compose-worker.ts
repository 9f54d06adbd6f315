import { decode } from '../../shared/web/decode.ts';
import { encodePicture } from '../../shared/web/encode.ts';
import { layOver } from '../../shared/web/lay-over.ts';
import { answerCalls } from '../common/calls/answer-calls.ts';
import type { Composing } from './compose.ts';

answerCalls<Composing>({
  compose: async ({ cutout, backdrop }) => encodePicture(await layOver(await decode(cutout), backdrop)),
});
