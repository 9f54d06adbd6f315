import { coverPicture } from './cover.ts';
import type { PictureElement } from './find.ts';
import type { Overlay } from './overlay/overlay.ts';
import { type Replacement, replaceImage } from './replace.ts';

/** Where a picture's cutout is shown, by whichever means the page allows. */
export interface Stand extends Omit<Replacement, 'show'> {
  /** Shows a PNG in the picture's place; a `secret` one where page scripts can't read it. */
  show(picture: Blob, secret: boolean): Promise<void>;
}

/** @param onTaken called when the page itself put another picture there. */
export function createStand(element: PictureElement | undefined, overlay: Overlay, onTaken: () => void): Stand {
  let current: Replacement | undefined;
  let covering = false;

  const cover = (): Replacement => {
    covering = true;
    return element ? coverPicture(element, overlay) : overlay.beside();
  };

  return {
    async show(picture, secret) {
      const bitmap = await createImageBitmap(picture);
      const { width } = bitmap;
      bitmap.close();
      const inPage = element instanceof HTMLImageElement && !secret && !covering;
      current ??= inPage ? replaceImage(element, onTaken) : cover();
      try {
        await current.show(picture, width);
      } catch (thrown) {
        if (covering) throw thrown;
        current = cover();
        await current.show(picture, width);
      }
    },
    compare: async (original) => current?.compare(original),
    undo: async () => current?.undo(),
  };
}
