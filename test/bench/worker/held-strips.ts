import { setImmediate } from 'node:timers/promises';
import sharp, { type Sharp } from 'sharp';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { inflate } from '../../../shared/image/png/inflate.ts';
import { partOf, type RowSource } from '../../../shared/image/rows/row-source.ts';
import { cutOutRows } from '../../../shared/pipeline/rows/cutout-rows.ts';
import { isPng } from '../../../shared/sniff/formats/png.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';
import { encodeStrips } from '../../../worker/codecs/encode-strips.ts';
import { openJpeg } from '../../../worker/codecs/jpeg/open-jpeg.ts';
import type { Room } from '../../../worker/codecs/jpeg/room.ts';
import { MOST_INFLATED_BYTES } from '../../../worker/codecs/png/inflate.ts';
import { openPng } from '../../../worker/codecs/png/open-png.ts';
import { DRAWER_INPUT_PIXELS, PARTS_IN_STRIPS } from '../../../worker/inference/session.ts';
import { layOutStrips } from '../../../worker/layout/lay-out-strips.ts';
import { regionOf } from '../../../worker/layout/region.ts';
import { layOverPicture } from '../../../worker/layout/resize-strips.ts';
import { BACKGROUND_ROOM } from '../../../worker/limits.ts';
import { bust, drawnEngine, type Shape } from '../../fixtures/engine/engine.ts';
import { STRIP_CASES } from './strip-cases.ts';
import { watchArrays } from './watch-arrays.ts';

/** In each square more heads than are looked at. */
const MANY_HEADS: Shape = (u, v) => bust((u * 5) % 1, (v * 5) % 1) / 5;
/** Strips from one look at what is held to the next: each is a collection. */
const EVERY = 5;

/** What a picture that is read in strips can hold, beside its bytes and what waits of its answer. */
export interface HeldByStrips {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Cuts out the largest pictures in strips, as the Worker does.
 *
 * @param held all bytes that can't be collected now.
 */
export async function* heldByStrips(held: () => number): AsyncGenerator<HeldByStrips> {
  for (const { name, width, height, sees = bust, encode, wanted = 'png', ...how } of STRIP_CASES) {
    const { part, roi, layout = {}, laidOn } = how;
    const bytes = new Uint8Array(await encode(scene(width, height)).toBuffer());
    const below = laidOn && new Uint8Array(await laidOn(scene(width, height)).toBuffer());
    await setImmediate();
    const before = held();
    let [peak, strip] = [before, 0];
    // In the isolate the inflater's memory is the runtime's own. It can't be counted here, where it takes another thread and so minutes.
    const inflaterOf = (file: Uint8Array) => (isPng(file) ? MOST_INFLATED_BYTES : 0);
    let inflaters = inflaterOf(bytes);
    const look = () => {
      peak = Math.max(peak, held() + inflaters);
    };
    const source = watched(open(bytes), () => {
      if (strip++ % EVERY === 0) look();
    });
    const lower = below && open(below, BACKGROUND_ROOM);
    const heads = part === 'head' ? bust : MANY_HEADS;
    const engine = drawnEngine({ lite: sees, 'portrait-s': sees, face: sees, parts: heads });
    const options = {
      maxInputPixels: DRAWER_INPUT_PIXELS,
      mostParts: PARTS_IN_STRIPS,
      part,
      everyone: part !== 'head',
    };
    const view = roi ? regionOf(roi, source, source) : { x: 0, y: 0, width: source.width, height: source.height };
    const found = await cutOutRows(partOf(source, view), engine, options);
    if (found.person === 'no') throw new Error('Nobody was found.');
    let endWatch: (() => void) | undefined;
    const read = async function* () {
      yield* found.strips();
      // Next the shadow is made, of a small copy of these.
      if (layout.shadow) endWatch ??= watchArrays(look);
    };
    const { strips, ...size } = await layOutStrips(read, view, source, layout);
    endWatch?.();
    if (below) inflaters += inflaterOf(below);
    const drawn = lower ? () => layOverPicture(strips(), size, lower) : strips;
    let length = 0;
    for await (const part of encodeStrips(size, drawn, wanted)) length += part.length;
    const parts = `${found.people.length} seen, ${(length / 2 ** 20).toFixed(0)} MiB of ${wanted.toUpperCase()}`;
    const kind = isPng(bytes) ? 'PNG' : 'JPEG';
    yield { name: `${width} × ${height} ${kind} in strips, ${name} (${parts})`, bytes: peak - before };
  }
}

function open(bytes: Uint8Array, room?: Room): RowSource {
  const sniffed = sniff(bytes);
  return isPng(bytes)
    ? openPng(bytes, sniffed, 'srgb', (cause) => cause as Error, inflate)
    : openJpeg(bytes, sniffed, 'srgb', room);
}

/** A source that tells of every strip. */
function watched(source: RowSource, look: () => void): RowSource {
  return {
    width: source.width,
    height: source.height,
    async *strips(part, isOfUse) {
      for await (const strip of source.strips(part, isOfUse)) {
        look();
        yield strip;
      }
    },
  };
}

/** Grain and soft shapes, small and then enlarged: what is there does not matter, how much does. */
function scene(width: number, height: number): Sharp {
  const small: Picture = newPicture(512, 512);
  for (let i = 0; i < small.data.length; i++) small.data[i] = i % 4 === 3 ? 255 : (i * 7 + ((i * i) >> 5)) & 255;
  return sharp(small.data, { raw: { width: 512, height: 512, channels: 4 } })
    .removeAlpha()
    .resize(width, height, { fit: 'fill' });
}
