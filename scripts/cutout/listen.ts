import { parentPort, workerData } from 'node:worker_threads';
import { reportOf } from '../../shared/errors.ts';
import { createNodeEngine } from '../../shared/node/node-engine.ts';
import type { Answer, Job, Setting } from './job.ts';
import { work } from './work.ts';

const setting = workerData as Setting;
const engine = createNodeEngine(setting.models, { threads: setting.threads, own: setting.own });
// Told with the first photograph that wants it.
engine.catch(() => {});

parentPort?.on('message', async (job: Job) => {
  const answer: Answer = await work(job, setting, engine).then(
    (done) => ({ done }),
    (thrown) => ({ error: reportOf(thrown) }),
  );
  parentPort?.postMessage(answer);
});
