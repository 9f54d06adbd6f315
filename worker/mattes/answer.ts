import type { AnswerFormat } from '../../shared/contracts/matte-query.ts';
import { fittingSize } from '../../shared/image/geometry.ts';
import { shrinkTo } from '../../shared/image/resize.ts';
import { resizeSource, type Source } from '../../shared/image/rows/row-source.ts';
import type { Sniffed } from '../../shared/sniff/header.ts';
import { drive } from '../../shared/steps.ts';
import type { Bindings } from '../bindings.ts';
import { backgroundOf } from '../codecs/background.ts';
import { type ProfileUse, spaceFor } from '../codecs/colour.ts';
import { decode } from '../codecs/decode.ts';
import { type Wanted as InspectedWanted, inspect, isInStrips, isMadeWhole } from '../codecs/inspect.ts';
import { openSource } from '../codecs/open-source.ts';
import { dropCodec } from '../codecs/wasm.ts';
import { closeInTime } from '../inference/close-in-time.ts';
import { checkOffered, dropEngine, loadEngine } from '../inference/load-engine.ts';
import { type Answer, type AnswerFacts, makeMatte, type Wanted } from '../inference/matte.ts';
import { createQueue } from '../inference/queue.ts';
import { StageLimit } from '../inference/stage-limit.ts';
import { MEDIA_TYPES } from '../intake/accept.ts';
import type { Upload } from '../intake/image.ts';
import { MAX_PIXELS, mostAnswered, PREVIEW_PIXELS, TURN_MS, TURN_WAIT_MS } from '../limits.ts';
import { type Streaming, streamAnswer } from './in-strips.ts';

/** One picture at a time; each waits with its encoded bytes only. */
const queue = createQueue({ waiting: 8, waitMs: TURN_WAIT_MS, holdMs: TURN_MS });

/** What is told of an answer: how long each stage took in milliseconds, and what became of what the picture says of its colours. */
interface Circumstances {
  readonly stages: Readonly<Record<string, number>>;
  readonly colours: ProfileUse;
}

export type Answered = Answer & Circumstances;
/** An answer that is made while it is sent; stages that come then are not timed. */
export interface StreamedAnswer extends AnswerFacts {
  readonly stream: Streaming;
}
export type StreamedAnswered = StreamedAnswer & Circumstances;

/** The headers of an answer's body. */
export const bodyHeaders = (answer: Answer | StreamedAnswer, format: AnswerFormat): Record<string, string> => ({
  'Content-Type': MEDIA_TYPES[format],
  ...('image' in answer && { 'Content-Length': String(answer.image.length) }),
  'Cache-Control': 'no-store',
});

/**
 * What was asked of an upload, as a whole.
 *
 * @param since when reading it began.
 * @throws QueueFull, CutoutError, ProblemError; the reason of `client` when it has left.
 */
export const answerUpload = (
  env: Bindings,
  client: AbortSignal,
  upload: Upload,
  wanted: Wanted,
  since: number,
): Promise<Answered> => answer(env, client, upload, wanted, since, false) as Promise<Answered>;

/**
 * What was asked of an upload; of a picture that is too large to be worked on as a whole it is made while it is sent. Until it is made,
 * it is this picture's turn.
 *
 * @throws what `answerUpload` throws.
 */
export const streamUpload = (
  env: Bindings,
  client: AbortSignal,
  upload: Upload,
  wanted: Wanted,
  since: number,
): Promise<Answered | StreamedAnswered> => answer(env, client, upload, wanted, since, true);

async function answer(
  env: Bindings,
  client: AbortSignal,
  { image: bytes, background }: Upload,
  wanted: Wanted,
  since: number,
  isStreamed: boolean,
): Promise<Answered | StreamedAnswered> {
  checkOffered(env, wanted);
  const stages: Record<string, number> = {};
  const asked = { ...wanted, isStreamed };
  const sniffed = inspect(bytes, asked);
  const openBackground = background && backgroundOf(background);
  const colours = spaceFor(bytes, sniffed.format).use;
  stages.read = Date.now() - since;
  const arrived = Date.now();
  const made = await firstOf(async (tell: (made: Answer | StreamedAnswer) => void) => {
    stages.wait = Date.now() - arrived;
    const limit = new StageLimit(client);
    limit.throwIfAborted();
    const opening = Date.now();
    const engine = await loadEngine(env);
    await engine.prepare('lite');
    if (wanted.model !== 'lite') await engine.prepare('portrait-s');
    stages.load = Date.now() - opening;
    limit.enter('decode');
    const decoding = Date.now();
    const picture = await open(bytes, sniffed, asked, limit);
    stages.decode = Date.now() - decoding;
    const making = makeMatte({ picture, sent: sniffed, openBackground }, engine, wanted, stages, limit);
    const one = await (wanted.part === undefined
      ? making
      : making.finally(() => closeInTime(engine, 'parts', dropEngine)));
    if (!('parts' in one)) return tell(one);
    const stream = streamAnswer(one.parts);
    tell({ ...one, stream });
    await stream.made;
  }, client);
  return { ...made, stages, colours };
}

/** Does a job in its turn; the result is there when the job tells it, and the next one's turn comes when it has ended. */
const firstOf = <Result>(
  job: (tell: (result: Result) => void) => Promise<void>,
  client: AbortSignal,
): Promise<Result> =>
  new Promise((resolve, reject) => {
    queue.run(() => job(resolve), client).catch(reject);
  });

/** The picture that is worked on: a whole one in memory, no larger than it has to be, else its rows. */
async function open(bytes: Uint8Array, sniffed: Sniffed, wanted: InspectedWanted, limit: StageLimit): Promise<Source> {
  const most = mostPixels(wanted, isInStrips(sniffed));
  if (!isInStrips(sniffed)) return drive(shrinkTo(await decode(bytes, sniffed), most), limit);
  // A codec's memory and a large picture's index have no room beside each other.
  dropCodec();
  const source = openSource(bytes, sniffed);
  const isWhole = wanted.output === 'coarse' || most === Number.POSITIVE_INFINITY;
  return isWhole ? source : resizeSource(source, fittingSize(source, most), limit);
}

/** How many pixels of a picture are worked on. */
function mostPixels(wanted: InspectedWanted, isInStrips: boolean): number {
  const { size, format, output } = wanted;
  if (size === 'preview') return PREVIEW_PIXELS;
  if (isInStrips && (size !== 'auto' || !isMadeWhole(wanted))) return Number.POSITIVE_INFINITY;
  return size === 'auto' && output !== 'coarse' ? mostAnswered(format) : MAX_PIXELS;
}
