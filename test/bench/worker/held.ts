import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp, { type Sharp } from 'sharp';
import type { AnswerFormat } from '../../../shared/contracts/matte-query.ts';
import { composeOnColour, composeOnPicture, cover } from '../../../shared/image/compose.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { drive } from '../../../shared/steps.ts';
import { MOST_INFLATED_BYTES } from '../../../worker/codecs/png/inflate.ts';
import { growFinely } from '../../../worker/inference/memory.ts';
import { DRAWER_INPUT_PIXELS } from '../../../worker/inference/session.ts';
import { layOut } from '../../../worker/layout/lay-out.ts';
import { MAX_HELD_BYTES, MAX_PIXELS } from '../../../worker/limits.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { drawnEngine } from '../../fixtures/engine/engine.ts';
import { type Codecs, loadCodecs, onMemory } from '../../worker/codecs/codecs.ts';
import { heldByStrips } from './held-strips.ts';
import { runtimeBytes } from './runtime.ts';

const MIB = 2 ** 20;

/** An isolate has 128 MB, which are 122 MiB, and code and small objects take some of it. */
const MOST_MIB = 110;

interface Case {
  readonly name: string;
  readonly width: number;
  readonly wanted: AnswerFormat;
  /** Scaled, and laid on the largest picture that may be. */
  readonly laid?: boolean;
  readonly encode: (image: Sharp) => Sharp;
}

const HEIGHT = 1024;
const jpeg = (image: Sharp) => image.jpeg({ quality: 90, progressive: true, chromaSubsampling: '4:4:4' });
const webp = (image: Sharp) => image.webp({ lossless: true, effort: 0 });

/** The largest pictures in every format that is taken, and the formats they may be answered in. */
const CASES: readonly Case[] = [
  { name: 'progressive JPEG', width: 768, wanted: 'png', encode: jpeg },
  { name: 'PNG', width: 768, wanted: 'png', encode: (image) => image.png() },
  { name: '16-bit PNG', width: 768, wanted: 'png', encode: (image) => image.toColourspace('rgb16').png() },
  { name: 'progressive JPEG', width: 500, wanted: 'webp', encode: jpeg },
  { name: 'PNG', width: 500, wanted: 'webp', encode: (image) => image.png() },
  { name: 'lossless WebP', width: 500, wanted: 'png', encode: webp },
  { name: 'lossless WebP', width: 500, wanted: 'webp', encode: webp },
  { name: 'progressive JPEG', width: 768, wanted: 'jpeg', encode: jpeg },
  { name: 'progressive JPEG', width: 768, wanted: 'zip', encode: jpeg },
  { name: 'progressive JPEG, laid on one', width: 768, wanted: 'png', laid: true, encode: jpeg },
  { name: 'progressive JPEG, laid on one', width: 768, wanted: 'jpeg', laid: true, encode: jpeg },
];

/**
 * What an accepted request can hold: the runtime with both networks, as many bodies as may wait, and all that the
 * Worker's own codecs and pipeline make of the largest pictures. These run here, after one another as in an isolate;
 * at every step all that can't be collected is counted, and every codec that the request has dropped.
 *
 * @throws Error when it is more than an isolate has room for, and when this process has run a network before.
 */
export async function benchHeld(): Promise<void> {
  growFinely();
  const { whole: runtime, parts } = await runtimeBytes();
  if (runtime === 0) throw new Error('The runtime was loaded before its memory could be counted.');
  console.log(
    `runtime with both networks: ${mib(runtime)}, after a part ${mib(parts)}; bodies and waiting answers: at most ${mib(MAX_HELD_BYTES)}`,
  );
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  /** Keeps every codec's memory until the request has ended. */
  const made: WebAssembly.Memory[] = [];
  const end = onMemory((memory) => made.push(memory));
  /** Bytes in typed arrays and in memories of WebAssembly; one collection ends the sweeping of the one before. */
  const held = (): number => {
    gc();
    gc();
    return process.memoryUsage().external;
  };
  const codecs = await loadCodecs();
  const bodies = await Promise.all(CASES.map(bodyOf));
  const background = await bodyOf({ ...CASES[0], width: MAX_PIXELS / 4 / HEIGHT });
  await setImmediate();
  const before = held();
  const totals: number[] = [];
  for (const [index, { name, width, wanted, laid }] of CASES.entries()) {
    // The last one may still be in use.
    made.splice(0, made.length - 1);
    await setImmediate();
    let peak = held();
    const look = () => {
      peak = Math.max(peak, held());
    };
    const encoded = await answer(codecs, bodies[index], wanted, look, laid ? background : undefined);
    const own = peak - before;
    // In the isolate the inflater's memory is the runtime's own, and can't be counted here.
    const inflated = name.includes('PNG') ? MOST_INFLATED_BYTES : 0;
    totals.push((own + runtime + inflated + MAX_HELD_BYTES) / MIB);
    const sizes = `${mib(bodies[index].length)} to ${mib(encoded)}`;
    console.log(
      `${width} × ${HEIGHT}, ${name} to ${wanted} (${sizes}): holds ${totals.at(-1)?.toFixed(0)} MiB, ${mib(own)} of them codecs and pixels`,
    );
  }
  end();
  made.length = 0;
  for await (const { name, bytes } of heldByStrips(held)) {
    totals.push((bytes + runtime + MAX_HELD_BYTES) / MIB);
    console.log(`${name}: holds ${totals.at(-1)?.toFixed(0)} MiB, ${mib(bytes)} of them tables and rows`);
  }
  const most = Math.max(...totals);
  const mostWithParts = most + (parts - runtime) / MIB;
  console.log(`after a part: holds at most ${mostWithParts.toFixed(0)} MiB`);
  if (mostWithParts > MOST_MIB)
    throw new Error(`An accepted request holds ${mostWithParts.toFixed(0)} MiB, more than ${MOST_MIB} MiB.`);
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;

/** Answers a request as the Worker does; the answer's bytes. `look` is called whenever much is held. */
async function answer(
  codecs: Codecs,
  body: Uint8Array,
  wanted: AnswerFormat,
  look: () => void,
  background?: Uint8Array,
): Promise<number> {
  const picture = await codecs.decode(body, codecs.inspect(body, { format: wanted, output: 'cutout' }));
  look();
  const options = { network: 'portrait-s', maxInputPixels: DRAWER_INPUT_PIXELS } as const;
  const result = await cutOut(picture, drawnEngine(), options, { onProgress: look });
  if (result.person === 'no') throw new Error('Nobody was found.');
  const laid = background ? await layOn(result.cutout, background) : result.cutout;
  const opaque = background || wanted === 'zip' ? laid : composeOnColour(laid, [255, 0, 0]);
  const encoded = await codecs.encodePicture(opaque, wanted);
  look();
  // Until here, as in the Worker.
  if (picture.width !== result.matte.width) throw new Error('The matte has another size.');
  return encoded.length;

  async function layOn(whole: Picture, lower: Uint8Array): Promise<Picture> {
    const { cutout } = await drive(layOut(whole, { scale: '90%' }));
    look();
    const decoded = await codecs.decode(lower, codecs.inspectBackground(lower));
    look();
    const composed = composeOnPicture(cutout, await drive(cover(decoded, cutout.width, cutout.height)));
    look();
    return composed;
  }
}

async function bodyOf({ width, encode }: Case): Promise<Uint8Array> {
  const size = { width, height: HEIGHT };
  const plain = await sharp(await drawnPhoto(256))
    .resize({ ...size, fit: 'fill' })
    .raw()
    .toBuffer();
  return new Uint8Array(await encode(sharp(grained(plain), { raw: { ...size, channels: 3 } })).toBuffer());
}

/** Grain that no codec can do much about, the same every time. */
function grained(pixels: Buffer): Buffer {
  let state = 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (state * 48271) % 2147483647;
    pixels[i] = Math.min(255, Math.max(0, pixels[i] + (state % 41) - 20));
  }
  return pixels;
}
