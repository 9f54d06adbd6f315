import { CutoutError, failureOf } from '../../shared/errors.ts';
import { eachRow, type RowSource, rowsOfPicture } from '../../shared/image/rows/row-source.ts';
import type { Signal } from '../../shared/signal.ts';
import type { Sniffed } from '../../shared/sniff/header.ts';
import { BACKGROUND_ROOM, backgroundPixels, tooLargeBackground } from '../limits.ts';
import { decode } from './decode.ts';
import { inspectBackground, isBackgroundInStrips } from './inspect.ts';
import { openSource } from './open-source.ts';

/** A picture that a cutout is laid on: upright, 8 bits a channel, in sRGB. */
export interface Background extends RowSource {
  /**
   * Reads what was not read yet, so that its faults are found before anything is sent.
   *
   * @throws CutoutError; whatever `signal` throws once aborted.
   */
  check(signal: Signal): Promise<void>;
}

/**
 * Looks at the picture that a cutout is laid on, before any decoding.
 *
 * @returns opens it; what is damaged is found then, but of a large PNG by whoever first reads it.
 * @throws CutoutError, ProblemError `too-large`; so does what is returned.
 */
export function backgroundOf(bytes: Uint8Array): () => Promise<Background> {
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

async function open(bytes: Uint8Array, sniffed: Sniffed): Promise<Background> {
  const nothing = async () => {};
  if (!isBackgroundInStrips(sniffed)) return { ...rowsOfPicture(await decode(bytes, sniffed)), check: nothing };
  const source = openSource(bytes, sniffed, tooLargeBackground, backgroundPixels(false), BACKGROUND_ROOM);
  if (sniffed.format !== 'png') return { ...source, check: nothing };
  const background: RowSource = {
    ...source,
    async *strips(part, isOfUse) {
      try {
        yield* source.strips(part, isOfUse);
      } catch (thrown) {
        throw ofBackground(thrown);
      }
    },
  };
  const none = () => false;
  return { ...background, check: (signal) => eachRow(background, () => {}, signal, none) };
}

/** Says which of the two pictures it is that has a fault. */
function ofBackground(thrown: unknown): unknown {
  if (!(thrown instanceof CutoutError)) return thrown;
  const { code, message, facts } = thrown;
  const sentence = message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return failureOf({ code, message: `The background can't be used: ${sentence}`, facts });
}
