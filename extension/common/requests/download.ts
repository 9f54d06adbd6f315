import { CutoutError } from '../../../shared/errors.ts';
import { browser } from '../browser/browser.ts';
import { Failure } from '../words/failure.ts';
import { t } from '../words/words.ts';

/**
 * Downloads `url` as `filename`; settles when the file is written.
 *
 * @param askWhere whether the browser asks for a place and a name; else it does as it is set itself.
 * @param isPrivate whether it comes from a private window: the browser's list of downloads, which outlives that, forgets it then.
 * @throws CutoutError `aborted` when the person or the browser stopped it.
 */
export async function download(url: string, filename: string, askWhere: boolean, isPrivate: boolean): Promise<void> {
  const ended = new Map<number, string>();
  let settled: (() => void) | undefined;
  type Delta = { id: number; state?: { current?: string } };
  const watch = ({ id, state }: Delta) => {
    if (state?.current !== 'complete' && state?.current !== 'interrupted') return;
    ended.set(id, state.current);
    settled?.();
  };
  browser.downloads.onChanged.addListener(watch);
  try {
    const id = await browser.downloads.download({
      url,
      filename,
      conflictAction: 'uniquify',
      ...(askWhere && { saveAs: true }),
    });
    while (!ended.has(id)) {
      await new Promise<void>((resolve) => {
        settled = resolve;
      });
    }
    if (isPrivate) await browser.downloads.erase({ id });
    if (ended.get(id) === 'interrupted') throw new Failure('aborted', t('downloadStopped', filename));
  } catch (thrown) {
    if (thrown instanceof CutoutError) throw thrown;
    throw new Failure('aborted', t('downloadStopped', filename), { cause: thrown });
  } finally {
    browser.downloads.onChanged.removeListener(watch);
  }
}
