import type { Box, Size } from '../../../shared/image/geometry.ts';
import { newMatte } from '../../../shared/image/picture.ts';
import type { Format } from '../../contracts/formats.ts';
import type { Shown } from '../canvas/scene-source.ts';
import { clip, grow } from '../pixels/rectangle.ts';
import { boundsOf, inverse, isIdentity, type Similarity, scaleOf } from '../pixels/similarity.ts';
import { cropFor, cropOver } from '../result/finish.ts';
import type { Drawing } from '../state/drawing.ts';
import type { Framing } from '../state/framing.ts';
import { gradientOf, type Settings } from '../state/settings.ts';
import { stickerOf } from '../state/sticker-of.ts';
import type { RenderBackdrop } from '../work/tasks.ts';
import type { Worked } from '../work/work-client.ts';

/** The size that a frame is saved at: that of a template or an ID photograph, else the width that was set, else the frame's. */
export function sizeToSave({ frame, fixed }: Framing, width: number | undefined): Size {
  if (fixed) return { width: fixed.width, height: fixed.height };
  const wide = width ?? frame.width;
  return { width: wide, height: Math.max(1, Math.round((wide * frame.height) / frame.width)) };
}

/** The size at which a frame just fits into another size. */
export function fitted({ frame }: Framing, { width, height }: Size): Size {
  const scale = Math.min(width / frame.width, height / frame.height);
  return {
    width: Math.max(1, Math.round(frame.width * scale)),
    height: Math.max(1, Math.round(frame.height * scale)),
  };
}

/** The finished picture as a file. Default: as the settings say. */
export interface Output {
  readonly format?: Format;
  /** It is fitted into this size, transparent beside it. */
  readonly within?: Size;
}

/** The finished picture, encoded. */
export function finished(
  drawing: Drawing,
  settings: Settings,
  framing: Framing,
  shown: Shown,
  work: Worked,
  { format = settings.format, within }: Output = {},
): Promise<Blob> {
  const { frame } = framing;
  const { placing } = settings;
  const [cutout] = drawing.cutout;
  const sticker = stickerOf(settings, cutout, scaleOf(placing));
  const area = cropFor(frame, sticker);
  const size = within ? fitted(framing, within) : sizeToSave(framing, settings.width);
  // What lies around counts where several pixels become one.
  const roundabout = 2 * Math.max(scaleOf(placing), frame.width / size.width);
  const from = isIdentity(placing) ? area : partFor(grow(area, roundabout), placing, cutout);
  const part = cropOver(cutout, from);
  const request = {
    ...{ part, frame, sticker },
    placing,
    from: isIdentity(placing) ? undefined : from,
    ground: shown.ground,
    backdrop: backdropOf(settings, format, shown),
    ...size,
    within,
    format,
    quality: settings.quality,
    dpi: framing.fixed?.dpi,
    round: framing.round,
  };
  return work('render', request, [part.data.buffer]);
}

/** What is put into an area of the plane, of a picture; a pixel where that is nothing. */
function partFor(area: Box, placing: Similarity, { width, height }: Size): Box {
  return clip(boundsOf(inverse(placing), area), width, height) ?? { x: -1, y: -1, width: 1, height: 1 };
}

/** JPEG has no transparency: there, nothing is white. */
function backdropOf(settings: Settings, format: Format, { blur }: Shown): RenderBackdrop | undefined {
  const { backdrop, backdropColour, backdropPicture } = settings;
  if (backdrop === 'gradient') return gradientOf(settings);
  if (backdrop === 'colour') return backdropColour;
  if (backdrop === 'picture' && backdropPicture) return { cover: backdropPicture };
  if (backdrop === 'blur' && blur) return { behind: blur.image, of: blur.area };
  return format === 'image/jpeg' ? [255, 255, 255] : undefined;
}

/** The matte as it is now, a grey PNG of the picture's size. */
export function finishedMatte({ matte }: Drawing, work: Worked): Promise<Blob> {
  const copy = newMatte(matte.width, matte.height);
  copy.data.set(matte.data);
  return work('matte', { matte: copy }, [copy.data.buffer]);
}
