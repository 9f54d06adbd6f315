import { parentPort, workerData } from 'node:worker_threads';
import { reportOf } from '../../shared/errors.ts';
import { createSequence } from '../../shared/inference/own/sequence.ts';
import { createNodeEngine } from '../../shared/node/node-engine.ts';
import type { Answer, Job, Setting } from './job.ts';
import { work } from './work.ts';

const setting = workerData as Setting;
const engine = createNodeEngine(setting.models, { threads: setting.threads, own: setting.own });
const sequence = setting.frames ? createSequence() : undefined;
// Told with the first photograph that wants it.
engine.catch(() => {});

parentPort?.on('message', async (job: Job) => {
  const answer: Answer = await work(job, { ...setting, sequence }, engine).then(
    (done) => ({ done }),
    (thrown) => ({ error: reportOf(thrown) }),
  );
  parentPort?.postMessage(answer);
});
