import { browser } from '../common/browser/browser.ts';
import { ask } from '../common/requests/ask.ts';
import { download } from '../common/requests/download.ts';

/**
 * Downloads `picture` as `name`. Chrome's offscreen document has no downloads of its own, so the background starts
 * them; the object URL has to live here until the file is written.
 */
export async function savePicture(picture: Blob, name: string): Promise<void> {
  const url = URL.createObjectURL(picture);
  try {
    if (browser.downloads) await download(url, name);
    else await ask({ kind: 'download', url, name });
  } finally {
    URL.revokeObjectURL(url);
  }
}
