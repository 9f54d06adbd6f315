const FALLBACK = 'picture';
const LONGEST = 120;

/**
 * The file name to save a result under: `<original name>-cutout.png`.
 *
 * @param source the picture's URL, or the name of the file it was chosen from.
 */
export function resultName(source: string, output: 'cutout' | 'matte'): string {
  return `${stem(source)}-${output}.png`;
}

function stem(source: string): string {
  const last = /^(data|blob):/i.test(source) ? '' : lastSegment(source);
  const bare = last.replace(/\.[A-Za-z0-9]{2,5}$/, '');
  // What Windows, macOS or Chrome's downloads refuse in a name.
  const clean = bare.replace(/[\p{Cc}\p{Cf}<>:"/\\|?*~]+/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  return [...clean].slice(0, LONGEST).join('') || FALLBACK;
}

function lastSegment(source: string): string {
  const path = URL.canParse(source) ? new URL(source).pathname : source;
  const segment = path.slice(path.lastIndexOf('/') + 1);
  if (!URL.canParse(source)) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
