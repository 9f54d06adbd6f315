import type { Answer } from '../driver/site.ts';

/** Answers with a body, or the part of it that was asked for: browsers move only in videos that come in parts. */
export const ranged =
  (body: Buffer, type: string): Answer =>
  (response) => {
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(response.req.headers.range ?? '') ?? [];
    if (first === undefined) {
      response
        .writeHead(200, { 'content-type': type, 'accept-ranges': 'bytes', 'content-length': body.length })
        .end(body);
      return;
    }
    const end = last ? Math.min(Number(last), body.length - 1) : body.length - 1;
    const range = `bytes ${first}-${end}/${body.length}`;
    response
      .writeHead(206, { 'content-type': type, 'content-range': range, 'content-length': end - Number(first) + 1 })
      .end(body.subarray(Number(first), end + 1));
  };
