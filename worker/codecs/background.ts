import { CutoutError, failureOf } from '../../shared/errors.ts';
import { eachRow, type RowSource, rowsOfPicture } from '../../shared/image/rows/row-source.ts';
import type { Sniffed } from '../../shared/sniff/header.ts';
import { BACKGROUND_ROOM, tooLargeBackground } from '../limits.ts';
import { decode } from './decode.ts';
import { inspectBackground, isBackgroundInStrips } from './inspect.ts';
import { openSource } from './open-source.ts';

/**
 * Looks at the picture that a cutout is laid on, before any decoding.
 *
 * @returns opens it: upright, 8 bits a channel, in sRGB; what is damaged is found then.
 * @throws CutoutError, ProblemError `too-large`; so does what is returned.
 */
export function backgroundOf(bytes: Uint8Array): () => Promise<RowSource> {
  try {
    const sniffed = inspectBackground(bytes);
    return () =>
      open(bytes, sniffed).catch((thrown) => {
        throw ofBackground(thrown);
      });
  } catch (thrown) {
    throw ofBackground(thrown);
  }
}

async function open(bytes: Uint8Array, sniffed: Sniffed): Promise<RowSource> {
  if (!isBackgroundInStrips(sniffed)) return rowsOfPicture(await decode(bytes, sniffed));
  const source = openSource(bytes, sniffed, tooLargeBackground, BACKGROUND_ROOM);
  if (sniffed.format === 'png')
    await eachRow(
      source,
      () => {},
      undefined,
      () => false,
    );
  return source;
}

/** Says which of the two pictures it is that has a fault. */
function ofBackground(thrown: unknown): unknown {
  if (!(thrown instanceof CutoutError)) return thrown;
  const { code, message, facts } = thrown;
  const sentence = message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return failureOf({ code, message: `The background can't be used: ${sentence}`, facts });
}
