import { notice } from '../common/elements/notice.ts';
import { adopt, forgetLeft, type LeftItem, leftItems } from '../common/storage/batches.ts';
import { inWords } from '../common/words/failure.ts';
import { t } from '../common/words/words.ts';
import type { Begun, Item, Queue } from './queue.ts';
import type { Shown } from './row.ts';

/**
 * What a closed tab left undone can be gone on with here, and what it left done can be seen again. It is offered until one of the
 * answers is given.
 *
 * @param headOnly whether heads alone are wanted. It follows the first list that is gone on with; other results are made anew.
 * @param onAdopted told of each item that is gone on with, and what it is kept by.
 */
export async function offerLeftItems(
  queue: Queue<Shown>,
  headOnly: HTMLInputElement,
  onAdopted: (item: Item<Shown>, key: string) => void,
): Promise<void> {
  const { keys, isDone, finished } = await leftItems().catch(() => ({ keys: [], isDone: true, finished: 0 }));
  if (keys.length === 0) return;
  const answered = (act: () => Promise<void>) => () => {
    notice('', [], 'left');
    act().catch((thrown) => notice(inWords(thrown).message));
  };
  const goOn = answered(async () => {
    const adopted = await adopt(keys);
    if (adopted.length === 0) return notice(t('batchLeftGone'));
    const result = adopted.find((item) => item.result)?.result;
    if (result && queue.items.length === 0) headOnly.checked = isHead(result);
    queue.restore(
      adopted.map((item) => begunOf(item, headOnly.checked)),
      onAdopted,
    );
  });
  const forget = answered(() => forgetLeft(keys));
  const sentence = isDone ? 'batchLeftDone' : finished > 0 ? 'batchLeftPart' : 'batchLeft';
  notice(
    t(sentence, String(keys.length), String(finished)),
    [
      { label: t(isDone ? 'show' : 'batchGoOn'), act: goOn },
      { label: t('batchForget'), act: forget },
    ],
    'left',
  );
}

const isHead = ({ part }: Pick<Shown, 'part'>): boolean => part === 'head';

const begunOf = ({ key, file, result, end }: LeftItem, wantsHead: boolean): Begun<Shown> => ({
  id: key,
  file,
  state:
    result && isHead(result) === wantsHead
      ? { kind: 'done', result: { ...result, picture: file } }
      : (end ?? { kind: 'waiting' }),
});
