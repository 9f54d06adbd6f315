import { composeOnColour, composeOnPicture, cover } from '../image/compose.ts';
import type { Colour, Picture } from '../image/picture.ts';
import { type Shadow, shade } from '../image/shadow/shade.ts';
import type { Engine } from '../inference/engine.ts';
import { cutOut, type Found, type NotFound } from '../pipeline/cutout.ts';
import type { CutoutHooks, CutoutOptions } from '../pipeline/options.ts';
import type { Timings } from '../pipeline/stages.ts';
import { drive, runToEnd } from '../steps.ts';
import { decode } from './decode.ts';
import { encodeMatte, encodePicture } from './encode.ts';
import type { Encoding } from './format.ts';

/** One file that is made of a picture. */
export interface FileOutput {
  readonly kind: 'cutout' | 'matte';
  readonly encoding: Encoding;
}

/** What is wanted of a picture's file. */
export interface FileOptions extends Pick<CutoutOptions, 'network' | 'quality' | 'part' | 'everyone' | 'sequence'> {
  /** What cutouts are laid on; a picture fills them, cropped about its middle. Default: transparent. */
  readonly on?: Colour | Picture | undefined;
  /** The shadow that lies under cutouts, above what they are laid on. Default: none. */
  readonly shadow?: Shadow | undefined;
  /** Makes no files of what may be no person. */
  readonly skipUnsure?: boolean | undefined;
}

/** What came of it. */
export interface CutOutFile {
  readonly width: number;
  readonly height: number;
  readonly found: Found | NotFound;
  /** The cutout as it was encoded, with its shadow and laid on what was asked for. */
  readonly cutout?: Picture | undefined;
  /** Encoded, in the order of `outputs`; none where nobody was found, or may be and `skipUnsure`. */
  readonly files: readonly Buffer[];
  /** Milliseconds of every stage, decoding and encoding among them. */
  readonly milliseconds: Timings;
}

/**
 * From the bytes of a picture to the bytes of its results: the one way for the terminal and for programs in Node.
 *
 * @param source an encoded picture, or its pixels.
 * @param engine called once the picture is decoded.
 * @throws CutoutError what is wrong with the bytes, or with the engine; whatever `hooks.signal` throws once aborted.
 */
export async function cutOutFile(
  source: Uint8Array | Picture,
  outputs: readonly FileOutput[],
  engine: () => Promise<Engine>,
  { on, shadow, skipUnsure, ...options }: FileOptions = {},
  hooks: CutoutHooks = {},
): Promise<CutOutFile> {
  const milliseconds: Timings = {};
  const timed = async <Value>(stage: keyof Timings, work: () => Value | Promise<Value>): Promise<Value> => {
    const started = performance.now();
    const value = await work();
    milliseconds[stage] = Math.round(performance.now() - started);
    return value;
  };
  const picture = 'data' in source ? source : await timed('decode', () => decode(source));
  hooks.onProgress?.('decode', 1);
  hooks.signal?.throwIfAborted();
  const found = await cutOut(picture, await engine(), options, hooks);
  Object.assign(milliseconds, found.milliseconds);
  const { width, height } = picture;
  if (found.person === 'no' || (found.person === 'unsure' && skipUnsure)) {
    return { width, height, found, files: [], milliseconds };
  }
  const isSeen = outputs.some(({ kind }) => kind === 'cutout');
  const cutout = isSeen && (on || shadow) ? await timed('compose', () => laid(found.cutout)) : found.cutout;
  const files = await timed('encode', async () => {
    const made: Buffer[] = [];
    for (const { kind, encoding } of outputs) {
      made.push(await (kind === 'matte' ? encodeMatte(found.matte, encoding) : encodePicture(cutout, encoding)));
    }
    return made;
  });
  hooks.onProgress?.('encode', 1);
  return { width, height, found, cutout, files, milliseconds };

  async function laid(whole: Picture): Promise<Picture> {
    if (shadow) await drive(shade(whole, shadow), hooks.signal);
    return on ? layOn(whole, on) : whole;
  }
}

function layOn(cutout: Picture, on: Colour | Picture): Picture {
  if (!('data' in on)) return composeOnColour(cutout, on);
  return composeOnPicture(cutout, runToEnd(cover(on, cutout.width, cutout.height)));
}
