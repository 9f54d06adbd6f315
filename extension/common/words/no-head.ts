import { CutoutError } from '../../../shared/errors.ts';
import { Failure } from './failure.ts';
import { t } from './words.ts';

/**
 * What was thrown where a head alone was asked for: `no-person` says that no head is seen, and what to do.
 *
 * @param sentence the one of the editor names its brush.
 */
export const headInWords = (thrown: unknown, sentence: 'noHead' | 'editNoHead' = 'noHead'): unknown =>
  thrown instanceof CutoutError && thrown.code === 'no-person' ? new Failure('no-person', t(sentence)) : thrown;
