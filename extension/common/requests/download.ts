import { CutoutError } from '../../../shared/errors.ts';
import { browser } from '../browser/browser.ts';
import { Failure } from '../words/failure.ts';
import { t } from '../words/words.ts';

/** What the browsers call it when a person closed the question where to, or stopped the download. */
const BY_PERSON = /USER_CANCELED|cancell?ed by the user/i;

/**
 * Downloads `url` as `filename`; settles when the file is written.
 *
 * @param askWhere whether the browser asks for a place and a name; else it does as it is set itself.
 * @param isPrivate whether it comes from a private window: the browser's list of downloads, which outlives that, forgets it then.
 * @throws CutoutError `aborted` when the person stopped it, `unwritable` when something else did.
 */
export async function download(url: string, filename: string, askWhere: boolean, isPrivate: boolean): Promise<void> {
  /** Why each ended that did; undefined where it is written. */
  const ended = new Map<number, string | undefined>();
  let settled: (() => void) | undefined;
  type Delta = { id: number; state?: { current?: string }; error?: { current?: string } };
  const watch = ({ id, state, error }: Delta) => {
    if (state?.current !== 'complete' && state?.current !== 'interrupted') return;
    ended.set(id, state.current === 'complete' ? undefined : (error?.current ?? state.current));
    settled?.();
  };
  const failure = (why: string, cause?: unknown) =>
    new Failure(BY_PERSON.test(why) ? 'aborted' : 'unwritable', t('downloadStopped', filename), { cause });
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
    const why = ended.get(id);
    if (why) throw failure(why);
  } catch (thrown) {
    if (thrown instanceof CutoutError) throw thrown;
    throw failure(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  } finally {
    browser.downloads.onChanged.removeListener(watch);
  }
}
