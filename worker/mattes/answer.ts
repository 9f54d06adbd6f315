import type { AnswerFormat } from '../../shared/contracts/matte-query.ts';
import { drive } from '../../shared/steps.ts';
import type { Bindings } from '../bindings.ts';
import { type ProfileUse, spaceFor } from '../codecs/colour.ts';
import { decode } from '../codecs/decode.ts';
import { inspect, inspectBackground } from '../codecs/inspect.ts';
import { loadEngine } from '../inference/load-engine.ts';
import { type Answer, makeMatte, type Wanted } from '../inference/matte.ts';
import { createQueue } from '../inference/queue.ts';
import { StageLimit } from '../inference/stage-limit.ts';
import { MEDIA_TYPES } from '../intake/accept.ts';
import type { Upload } from '../intake/image.ts';
import { shrinkTo } from '../layout/shrink.ts';
import { MAX_PIXELS, mostAnswered, PREVIEW_PIXELS } from '../limits.ts';

/** One picture at a time; each waits with its encoded bytes only. */
const queue = createQueue({ waiting: 8, waitMs: 15_000, holdMs: 60_000 });

/** An answer, with how long each stage took in milliseconds, and what became of what the picture says of its colours. */
export interface Answered extends Answer {
  readonly stages: Readonly<Record<string, number>>;
  readonly colours: ProfileUse;
}

/** The headers of an answer's body. */
export const bodyHeaders = ({ image }: Answer, format: AnswerFormat): Record<string, string> => ({
  'Content-Type': MEDIA_TYPES[format],
  'Content-Length': String(image.length),
  'Cache-Control': 'no-store',
});

/**
 * What was asked of an upload.
 *
 * @param since when reading it began.
 * @throws QueueFull, CutoutError, ProblemError; the reason of `client` when it has left.
 */
export async function answerUpload(
  env: Bindings,
  client: AbortSignal,
  { image: bytes, background }: Upload,
  wanted: Wanted,
  since: number,
): Promise<Answered> {
  const stages: Record<string, number> = {};
  const sniffed = inspect(bytes, wanted);
  const behind = background && inspectBackground(background);
  const colours = spaceFor(bytes, sniffed.format).use;
  stages.read = Date.now() - since;
  const asked = Date.now();
  const answer = await queue.run(async () => {
    stages.wait = Date.now() - asked;
    const limit = new StageLimit(client);
    limit.throwIfAborted();
    const opening = Date.now();
    const engine = await loadEngine(env);
    await engine.prepare('lite');
    if (wanted.model !== 'lite') await engine.prepare('portrait-s');
    stages.load = Date.now() - opening;
    limit.enter('decode');
    const decoding = Date.now();
    const picture = await drive(shrinkTo(await decode(bytes, sniffed), mostPixels(wanted)), limit);
    stages.decode = Date.now() - decoding;
    const openBackground = background && behind && (() => decode(background, behind));
    return makeMatte({ picture, sent: sniffed, openBackground }, engine, wanted, stages, limit);
  }, client);
  return { ...answer, stages, colours };
}

/** How many pixels of a picture are worked on. */
function mostPixels({ size, format, output }: Wanted): number {
  if (size === 'preview') return PREVIEW_PIXELS;
  return size === 'auto' && output !== 'coarse' ? mostAnswered(format) : MAX_PIXELS;
}
