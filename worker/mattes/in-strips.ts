import type { MatteQuery } from '../../shared/contracts/matte-query.ts';
import { isAbort } from '../../shared/errors.ts';
import { alphaOf } from '../../shared/image/alpha.ts';
import { composeOnColour } from '../../shared/image/compose.ts';
import { parseColour } from '../../shared/image/parse-colour.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { encodePngStrips, type Pixels } from '../../shared/image/png/encode.ts';
import { createOutgoing, type Outgoing } from '../http/outgoing.ts';

/** An answer that is being made. */
export interface Streaming extends Pick<Outgoing, 'body' | 'sent'> {
  /** Ends when it is made, or cannot be. */
  readonly made: Promise<void>;
}

/** Begins to make a cutout or a matte as PNG, strip by strip. */
export function streamPng(
  strips: AsyncIterable<Picture>,
  size: { readonly width: number; readonly height: number },
  { output, on, background }: Pick<MatteQuery, 'output' | 'on' | 'background'>,
): Streaming {
  const colour = parseColour(on ?? background ?? '');
  const finish = (strip: Picture): Pixels => {
    if (output === 'matte') return alphaOf(strip);
    return colour ? composeOnColour(strip, colour) : strip;
  };
  const { body, sent, write, close, fail } = createOutgoing();
  const make = async () => {
    try {
      for await (const part of encodePngStrips(size, output === 'matte' ? 1 : 4, mapped(strips, finish))) {
        await write(part);
      }
      close();
    } catch (thrown) {
      // The response's status is sent: the log alone can tell of a fault. A client that left is none.
      if (fail(thrown) && !isAbort(thrown)) console.error(JSON.stringify({ stream: 'broken', error: String(thrown) }));
    }
  };
  return { body, sent, made: make() };
}

async function* mapped<From, To>(all: AsyncIterable<From>, change: (one: From) => To): AsyncGenerator<To> {
  for await (const one of all) yield change(one);
}
