import { type Calls, createCalls } from '../../common/calls/create-calls.ts';
import { Failure, reportInWords } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Work } from './tasks.ts';

/** The editor's work off the main thread; `transfer` names the buffers that move there. */
export type Worked = Calls<Work>['call'];

/** Starts the worker with the first task; one that dies ends its tasks, and the next task starts another. */
export const createWork = (): Worked =>
  createCalls<Work>({
    script: 'editor/worker.js',
    failureOf: reportInWords,
    died: () => new Failure('engine-failed', t('engineGone')),
  }).call;
