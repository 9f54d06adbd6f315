import type { Consent } from '../../../../shared/contracts/remote.ts';
import { CutoutError } from '../../../../shared/errors.ts';
import type { Part } from '../../../../shared/person/part.ts';
import type { OnProgress } from '../../../../shared/pipeline/stages.ts';
import type { Output } from '../../../../shared/web/engine-worker/client.ts';
import { cutOut } from '../../../common/engine/ask-engine.ts';
import { acquire } from '../../acquire/acquire.ts';
import type { Acquired } from '../../acquire/source.ts';
import { nameOf, type Target } from '../../find/kinds.ts';
import { createQueue } from './queue.ts';
import type { Results } from './results.ts';
import { sequenceOf } from './sequence-of.ts';

/** What is told while results are made, and what ends it. */
export interface MakeHooks {
  readonly signal: AbortSignal;
  /** Whether what may be no person is left alone. */
  readonly sureOnly?: true;
  /** Of each person only this part. */
  readonly part?: Part;
  /** Where the picture comes from, where not from the page's own element. */
  from?(signal: AbortSignal): Promise<Acquired>;
  /** Told how many pictures of this page are before it; 0 when its turn has come. */
  onPlace?(before: number): void;
  readonly onProgress?: OnProgress;
  /** Shows a small cutout of what was acquired; waited for before the end. */
  onPreview?(small: Blob, acquired: Acquired): Promise<void>;
}

/** Pictures of one page are cut out one after the other. */
const queue = createQueue();

/**
 * Makes those outputs of a picture that its results lack.
 *
 * @param consent the person's consent to send a copy of it.
 * @throws CutoutError `no-person` where nobody is seen, or surely; what acquiring and cutting out throw; the signal's reason.
 */
export async function makeResults(
  target: Target,
  results: Results,
  outputs: readonly Output[],
  { signal, sureOnly, part, from, onPlace = () => {}, onProgress, onPreview }: MakeHooks,
  consent?: Consent,
): Promise<void> {
  if (sureOnly && results.isUnsure) throw new CutoutError('no-person', 'Not sure this is a person.');
  const lacking = results.lacking(outputs);
  if (lacking.length === 0) return;
  const work = async () => {
    const acquired = results.acquired ?? (await (from?.(signal) ?? acquire(target, signal)));
    results.setPicture(acquired);
    let preview: Promise<void> | undefined;
    try {
      const sequence = sequenceOf(target);
      const answer = await cutOut(
        {
          picture: acquired.picture,
          outputs: lacking,
          name: nameOf(target),
          ...(part && { part }),
          ...(sequence && { sequence }),
          ...(sureOnly && { sureOnly }),
          ...(consent && { consent }),
        },
        {
          signal,
          ...(onProgress && { onProgress }),
          ...(onPreview && {
            onPreview: (small: Blob) => {
              preview = onPreview(small, acquired).catch(() => {});
            },
          }),
        },
      );
      results.add(answer);
    } finally {
      await preview;
    }
  };
  await queue.run(work, { signal, onPlace });
}
