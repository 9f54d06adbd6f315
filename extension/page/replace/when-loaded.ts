const TIME_LIMIT_MS = 10_000;

/**
 * Makes a change that gives `image` another picture, and waits until that is loaded. The page's own `load` and `error` handlers do
 * not hear of it.
 *
 * @throws Error when the picture can't be shown, for example where the page's Content-Security-Policy forbids `blob:` pictures.
 */
export function whenLoaded(image: HTMLImageElement, change: () => void): Promise<void> {
  const root = image.getRootNode();
  return new Promise((resolve, reject) => {
    const settle = (event?: Event) => {
      if (event && event.target !== image) return;
      event?.stopImmediatePropagation();
      root.removeEventListener('load', settle, true);
      root.removeEventListener('error', settle, true);
      clearTimeout(limit);
      if (event?.type === 'load') resolve();
      else reject(new Error('The page does not show the picture.'));
    };
    const limit = setTimeout(settle, TIME_LIMIT_MS);
    root.addEventListener('load', settle, true);
    root.addEventListener('error', settle, true);
    change();
  });
}
