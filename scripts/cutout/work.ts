import { composeOnColour, composeOnPicture, cover } from '../../shared/image/compose.ts';
import type { Colour, Picture } from '../../shared/image/picture.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { decode } from '../../shared/node/decode.ts';
import { encodeMatte, encodePicture } from '../../shared/node/encode.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import { runToEnd } from '../../shared/steps.ts';
import type { Done, Job, Setting } from './job.ts';

function layOn(cutout: Picture, on: Colour | Picture): Picture {
  if (!('data' in on)) return composeOnColour(cutout, on);
  return composeOnPicture(cutout, runToEnd(cover(on, cutout.width, cutout.height)));
}

/**
 * From the bytes of a photograph to the bytes of its results.
 *
 * @throws CutoutError what is wrong with the bytes, or with the engine.
 */
export async function work(
  { bytes, wanted }: Job,
  { network, own, quality, part, on, skipUnsure }: Omit<Setting, 'models' | 'threads'>,
  engine: Promise<Engine>,
): Promise<Done> {
  const started = performance.now();
  const picture = await decode(bytes);
  const decoded = performance.now();
  const found = await cutOut(picture, await engine, { network, quality, part });
  const composing = performance.now();
  const kept = found.person === 'no' || (found.person === 'unsure' && skipUnsure) ? undefined : found;
  const laid = kept && on && wanted.some(({ kind }) => kind === 'cutout') ? layOn(kept.cutout, on) : undefined;
  const encodingFrom = performance.now();
  const results: Uint8Array[] = [];
  if (kept) {
    for (const { kind, encoding } of wanted) {
      results.push(
        await (kind === 'matte' ? encodeMatte(kept.matte, encoding) : encodePicture(laid ?? kept.cutout, encoding)),
      );
    }
  }
  return {
    width: picture.width,
    height: picture.height,
    model: own?.card.name ?? found.network,
    backend: found.backend,
    person: found.person,
    confidence: found.confidence,
    milliseconds: {
      decode: Math.round(decoded - started),
      ...found.milliseconds,
      ...(laid && { compose: Math.round(encodingFrom - composing) }),
      encode: Math.round(performance.now() - encodingFrom),
    },
    results,
  };
}
