import type { Inset } from '../acquire/source.ts';
import type { Target } from '../find/kinds.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { coverPicture } from './cover.ts';
import { type Replacement, replaceImage } from './replace.ts';
import { replaceBackground } from './replace-background.ts';

/** Shows pictures in the place of one picture of the page, by whichever means the page allows. */
export interface Replacer extends Omit<Replacement, 'show'> {
  /** True where the page's own element shows it, which then is watched for the page's own changes. */
  readonly isInPage: boolean;
  /** Shows a PNG in the picture's place, or in the part of it that it was taken from; a `secret` one where page scripts can't read it. */
  show(picture: Blob, secret: boolean, inset?: Inset): Promise<void>;
}

/** @param onTaken called when the page itself put another picture there. */
export function createReplacer(target: Target, overlay: Overlay, onTaken: () => void): Replacer {
  let current: Replacement | undefined;
  let isCovering = false;
  let last: { picture: Blob; width: number } | undefined;

  /** Through the page's own element, where that can show it. */
  const throughElement = (): Replacement | undefined => {
    if (target.kind === 'img') return replaceImage(target.element, (by) => (by === 'same' ? insist() : onTaken()));
    if (target.kind === 'background' && !target.pseudo) return replaceBackground(target, onTaken);
    return undefined;
  };
  const cover = (inset?: Inset): Replacement => {
    isCovering = true;
    // What lies on a background, or in a frame, would be covered with it.
    const { kind } = target;
    if (kind === 'unseen' || kind === 'background' || kind === 'frame')
      return { ...overlay.beside(), async compare() {} };
    return coverPicture(target.element, overlay, onTaken, inset);
  };
  /** Where the page keeps putting its own picture back, ours goes over it. */
  const insist = () => {
    current = cover();
    if (last) void current.show(last.picture, last.width).catch(onTaken);
  };

  return {
    get isInPage() {
      return !isCovering;
    },
    async show(picture, secret, inset) {
      const width = await widthOf(picture);
      last = { picture, width };
      if (secret && current && !isCovering) {
        await current.undo();
        current = undefined;
      }
      current ??= (secret || inset || isCovering ? undefined : throughElement()) ?? cover(inset);
      try {
        await current.show(picture, width);
      } catch (thrown) {
        if (isCovering) throw thrown;
        current = cover(inset);
        await current.show(picture, width);
      }
    },
    compare: async (original) => current?.compare(original),
    undo: async () => current?.undo(),
  };
}

/** The width a PNG says it has. */
const widthOf = async (png: Blob): Promise<number> => new DataView(await png.slice(16, 20).arrayBuffer()).getUint32(0);
