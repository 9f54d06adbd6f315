import { CutoutError } from '../../../shared/errors.ts';
import { Failure } from './failure.ts';
import { t } from './words.ts';

/**
 * What was thrown where a head alone was asked for: `no-person` says that no head is seen, `no-backend` that this device can't
 * find heads, and what to do.
 *
 * @param sentence the one of the editor names its brush.
 */
export function headInWords(thrown: unknown, sentence: 'noHead' | 'editNoHead' = 'noHead'): unknown {
  if (!(thrown instanceof CutoutError)) return thrown;
  const { code, facts } = thrown;
  if (code === 'no-person') return new Failure(code, t(sentence));
  // No server helps with that: the sentence for whole people would name one.
  return code === 'no-backend' ? new Failure(code, t('failedNoHeads', facts.join('; ')), { facts }) : thrown;
}
