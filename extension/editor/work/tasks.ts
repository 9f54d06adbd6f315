import type { Box, Size } from '../../../shared/image/geometry.ts';
import type { Colour, Matte, Picture } from '../../../shared/image/picture.ts';
import type { GroundShadow } from '../../../shared/image/shadow/ground-shadow.ts';
import type { Selection } from '../../../shared/select/selection.ts';
import type { SmartStroke } from '../../../shared/select/stroke-cells.ts';
import type { Format } from '../../contracts/formats.ts';
import type { Background } from '../../contracts/settings.ts';
import type { Edges } from '../matte/edges.ts';
import type { Pyramid } from '../pixels/pyramid.ts';
import type { Similarity } from '../pixels/similarity.ts';
import type { Sticker, StickerAlphas } from '../result/finish.ts';
import type { Aspect } from '../result/frame.ts';
import type { Gradient } from '../result/gradient.ts';

/** A picture with its matte, decoded, and the cutout they give. */
export interface Opened {
  readonly picture: Pyramid;
  readonly cutout: Pyramid;
  readonly matte: Matte;
}

/** The picture that a small one is a copy of, and how many times larger it is. */
export interface Enlarging extends Size {
  readonly scale: number;
}

/** What was chosen by hand, in pixels of the whole picture, and its matte as far as it is known at once. */
export interface Chosen {
  readonly selection: Selection;
  readonly matte: Matte;
}

/** What is behind a finished cutout: a colour, a gradient, a picture that fills the frame, or one that lies as the original does. */
export type RenderBackdrop =
  | Colour
  | Gradient
  | { readonly cover: Blob }
  | { readonly behind: Picture; readonly of: Box };

/** A file that is to be made of a cutout. */
export interface RenderRequest {
  /** The cutout inside `cropFor(frame, sticker)`, or inside `from`. */
  readonly part: Picture;
  readonly placing: Similarity;
  /** What the part is of the picture; undefined where the person stays where it is. */
  readonly from?: Box | undefined;
  readonly frame: Box;
  readonly sticker: Sticker;
  /** The shadow on the ground, where it lies before the person is put anywhere. */
  readonly ground?: { readonly image: Matte; readonly area: Box } | undefined;
  readonly backdrop?: RenderBackdrop | undefined;
  readonly width: number;
  readonly height: number;
  /** A size that the picture is laid in the middle of, transparent beside it. */
  readonly within?: Size | undefined;
  readonly format: Format;
  /** 0..1, for WebP and JPEG. */
  readonly quality: number;
  readonly dpi?: number | undefined;
  /** Only the circle in the frame is kept. */
  readonly round?: boolean | undefined;
}

/** What is made of a cutout before it is saved. */
export interface Finishing {
  readonly background: Background;
  readonly crop: 'all' | 'person' | Aspect;
  readonly format: Format;
  /** 0..1, for WebP and JPEG. */
  readonly quality: number;
  /** Longest side in pixels; smaller pictures stay as they are. Default: any. */
  readonly longest?: number | undefined;
}

/** What the editor's worker does off the main thread, by name. */
export interface Work {
  /** Decodes a picture and its matte, which is empty where there is none, and estimates the cutout's colours. */
  open(request: { picture: Blob; matte?: Blob }): Opened;
  /** Decodes a matte. */
  readMatte(request: { matte: Blob }): Matte;
  /** The cutout of a part of a picture. */
  recolour(request: { picture: Picture; matte: Matte }): Picture;
  /** What a box holds, in pixels of the small picture and of what a network saw in it; undefined where that is nothing of it. */
  selectBox(request: { picture: Picture; box: Box; people: Matte; of: Enlarging }): Chosen | undefined;
  /** What a matte becomes by a stroke, both in pixels of the small picture. */
  selectStroke(request: { picture: Picture; matte: Matte; stroke: SmartStroke; of: Enlarging }): Chosen | undefined;
  /** The selection's matte along the edges of the part of the picture it is of. */
  refineSelection(request: { picture: Picture; selection: Selection }): Matte;
  /** The matte with its outline moved and softened. */
  adjustEdges(request: { matte: Matte; edges: Edges }): Matte;
  blur(request: { picture: Picture; cutout: Picture; strength: number }): Picture;
  /** A picture file, scaled and cropped to fill a size. */
  cover(request: { picture: Blob; width: number; height: number }): Picture;
  /** The shadow on the ground of a shape, and what that covers, in its pixels; undefined where nobody stands. */
  ground(request: { shape: Matte; shadow: GroundShadow; scale: number }): { alpha: Matte; area: Box } | undefined;
  sticker(request: { shape: Matte; sticker: Sticker; scale: number }): StickerAlphas;
  /** The finished picture as a file. @throws {CutoutError} `unsupported-format` where this browser can’t write the format. */
  render(request: RenderRequest): Blob;
  matte(request: { matte: Matte }): Blob;
  /** A cutout file finished for a batch. @throws {CutoutError} as `render`. */
  finish(request: { cutout: Blob; original: Blob; finishing: Finishing }): Blob;
}
