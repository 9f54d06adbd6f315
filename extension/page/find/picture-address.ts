const PICTURE_FILE = /\.(jpe?g|png|webp|gif|avif)$/i;
/** What makes a smaller file's name of a larger one's: `-300x200`, `_thumb`, `@2x`, `-scaled`. */
const SMALLER = /([-_.@](\d+x\d*|x\d+|\d+w|thumb(nail)?|small|medium|large|full|original|scaled|min))+$/i;

/** The address, where its path ends like a picture's file. A page about a file (`…/File:Portrait.jpg`) does not count. */
export function pictureFile(url: string | undefined): string | undefined {
  const name = url && fileName(url);
  return name && PICTURE_FILE.test(name) && !name.includes(':') ? url : undefined;
}

/** Whether both addresses are of one picture's file in two sizes: on one host, and of one name but for what tells sizes apart. */
export function sameFile(a: string, b: string): boolean {
  const stem = (url: string) =>
    fileName(url)
      .replace(/\.[a-z0-9]+$/i, '')
      .replace(SMALLER, '');
  return new URL(a).host === new URL(b).host && stem(a) !== '' && stem(a) === stem(b);
}

/**
 * The file that a thumbnail of MediaWiki was made of (`…/thumb/a/ab/NAME/220px-NAME` → `…/a/ab/NAME`), where the page links
 * the thumbnail to that file's page (`…/File:NAME`).
 */
export function originalOf(thumbnail: string, link: string | undefined): string | undefined {
  const parts = /^(https?:.+)\/thumb\/(.+\/([^/?#]+))\/[^/?#]+$/.exec(thumbnail.replace(/[?#].*$/, ''));
  if (!parts || !link) return undefined;
  const [, before, path, name] = parts;
  const isItsPage = fileName(link)
    .replaceAll(' ', '_')
    .endsWith(`:${decoded(name)}`);
  return isItsPage && PICTURE_FILE.test(name) ? `${before}/${path}` : undefined;
}

const fileName = (url: string): string => decoded(new URL(url).pathname.split('/').at(-1) ?? '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
