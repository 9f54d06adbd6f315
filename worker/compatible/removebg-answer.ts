import { around, type Box } from '../../shared/image/geometry.ts';
import type { Answer, AnswerFacts } from '../inference/matte.ts';

/** A multiple of three bytes, which base64 needs no padding between. */
const PIECE = 49_152;

/** Where something is visible: of an answer that is made while it is sent, about where the people are. */
const boxOf = ({ foreground, people = [], size }: AnswerFacts): Box =>
  foreground ?? (people.length > 0 ? people.reduce(around) : { x: 0, y: 0, ...size });

/** What the headers of `POST /v1.0/removebg` tell of an answer. */
export function removebgHeaders(answer: AnswerFacts, typeLevel?: string): Record<string, string> {
  const { x, y, width, height } = boxOf(answer);
  return {
    'X-Width': String(answer.size.width),
    'X-Height': String(answer.size.height),
    ...(typeLevel !== 'none' && { 'X-Type': 'person' }),
    'X-Credits-Charged': '0',
    'X-Foreground-Top': String(y),
    'X-Foreground-Left': String(x),
    'X-Foreground-Width': String(width),
    'X-Foreground-Height': String(height),
  };
}

/** An answer as JSON, the image in base64, piece by piece: it is never held as text. */
export function jsonAnswer(answer: Answer): ReadableStream<Uint8Array> {
  const { x, y, width, height } = boxOf(answer);
  const facts = { foreground_top: y, foreground_left: x, foreground_width: width, foreground_height: height };
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream({
    start: (to) => to.enqueue(encoder.encode('{"data":{"result_b64":"')),
    pull(to) {
      const piece = answer.image.subarray(at, at + PIECE);
      at += PIECE;
      if (piece.length > 0) to.enqueue(encoder.encode(btoa(String.fromCharCode.apply(null, piece as never))));
      if (at < answer.image.length) return;
      to.enqueue(encoder.encode(`",${JSON.stringify(facts).slice(1)}}`));
      to.close();
    },
  });
}
