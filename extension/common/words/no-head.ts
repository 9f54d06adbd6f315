import { CutoutError } from '../../../shared/errors.ts';
import { Failure } from './failure.ts';
import { t } from './words.ts';

/** What was thrown where a head alone was asked for: `no-person` says that no head is seen. */
export const headInWords = (thrown: unknown): unknown =>
  thrown instanceof CutoutError && thrown.code === 'no-person' ? new Failure('no-person', t('noHead')) : thrown;
