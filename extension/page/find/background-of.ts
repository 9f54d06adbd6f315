/**
 * Finds the picture in an element's CSS background: its topmost layer that has a URL. `pseudo` is set where `::before` or
 * `::after` paints it.
 */
export function backgroundOf(element: HTMLElement): { url: string; pseudo?: string } | undefined {
  for (const pseudo of [undefined, '::before', '::after']) {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && (style.content === 'none' || style.display === 'none')) continue;
    const url = chosenUrl(style.backgroundImage);
    if (url) return { url, ...(pseudo && { pseudo }) };
  }
  return undefined;
}

/** As computed values are written: a URL in double quotes, and the density of an `image-set()` candidate after it. */
const CANDIDATE = /url\("((?:[^"\\]|\\.)*)"\)(?:\s+([\d.]+)(?:dppx|x))?/g;

/** The URL a computed `background-image` shows; of the candidates of an `image-set()` the one for this screen. */
function chosenUrl(computed: string): string | undefined {
  const candidates = [...computed.matchAll(CANDIDATE)].map(([, url, density]) => ({
    url: url.replace(/\\(.)/g, '$1'),
    density: density === undefined ? undefined : Number(density),
  }));
  const [first] = candidates;
  if (first?.density === undefined) return first?.url;
  const set = candidates.filter(({ density }) => density !== undefined).sort((a, b) => a.density! - b.density!);
  return (set.find(({ density }) => density! >= devicePixelRatio) ?? set.at(-1))?.url;
}
