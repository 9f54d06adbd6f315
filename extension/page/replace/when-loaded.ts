const TIME_LIMIT_MS = 10_000;

/** The waits that have not ended. */
const waits = new WeakMap<HTMLImageElement, () => void>();

/**
 * Makes a change that gives `image` another picture, and waits until that is loaded. The page's own `load` and `error` handlers do
 * not hear of it. A later change of the same image ends the wait: the picture waited for never loads then.
 *
 * @throws Error when the picture can't be shown, for example where the page's Content-Security-Policy forbids `blob:` pictures.
 */
export function whenLoaded(image: HTMLImageElement, change: () => void): Promise<void> {
  waits.get(image)?.();
  const root = image.getRootNode();
  return new Promise((resolve, reject) => {
    const end = () => {
      root.removeEventListener('load', settle, true);
      root.removeEventListener('error', settle, true);
      clearTimeout(limit);
      waits.delete(image);
      resolve();
    };
    const settle = (event?: Event) => {
      if (event && event.target !== image) return;
      event?.stopImmediatePropagation();
      if (event?.type !== 'load') reject(new Error('The page does not show the picture.'));
      end();
    };
    const limit = setTimeout(settle, TIME_LIMIT_MS);
    root.addEventListener('load', settle, true);
    root.addEventListener('error', settle, true);
    waits.set(image, end);
    change();
  });
}
