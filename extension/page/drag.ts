import { draggedFile } from './session/sessions.ts';

/** Gives a cutout that is dragged out of the page its name, from now on. */
export const watchDrags = (): void => addEventListener('dragstart', nameFile, { capture: true, passive: true });

/**
 * Browsers drag what the image shows, as a file that is named after its address, and a `blob:` address has no name. Chromium takes the
 * name from `DownloadURL`; Firefox lets nobody name it. What the page could not read lies over the image, and is not dragged.
 */
function nameFile({ isTrusted, dataTransfer, target }: DragEvent): void {
  const image = target instanceof Element ? imageIn(target) : undefined;
  const file = image && draggedFile(image);
  if (!isTrusted || !file || !image.currentSrc.startsWith('blob:')) return;
  dataTransfer?.setData('DownloadURL', `${file.picture.type}:${file.name}:${image.currentSrc}`);
}

/** The image that is dragged, also by the link around it. */
const imageIn = (dragged: Element): HTMLImageElement | undefined =>
  dragged instanceof HTMLImageElement ? dragged : (dragged.querySelector('img') ?? undefined);
