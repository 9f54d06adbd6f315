import { parentPort, workerData } from 'node:worker_threads';
import { reportOf } from '../../shared/errors.ts';
import { composeOnColour, composeOnPicture, cover } from '../../shared/image/compose.ts';
import type { Colour, Picture } from '../../shared/image/picture.ts';
import { decode } from '../../shared/node/decode.ts';
import { encodeMatte, encodePicture } from '../../shared/node/encode.ts';
import { createNodeEngine } from '../../shared/node/engine.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import { finish } from '../../shared/steps.ts';
import type { Answer, Done, Job, Setting } from './job.ts';

const { models, network, on, skipUnsure, threads } = workerData as Setting;
const engine = createNodeEngine(models, { threads });
// Told with the first photograph that wants it.
engine.catch(() => {});

function layOn(cutout: Picture, on: Colour | Picture): Picture {
  if (!('data' in on)) return composeOnColour(cutout, on);
  return composeOnPicture(cutout, finish(cover(on, cutout.width, cutout.height)));
}

/** From the bytes of a photograph to the bytes of its results. */
async function work({ bytes, wanted }: Job): Promise<Done> {
  const started = performance.now();
  const picture = await decode(bytes);
  const decoded = performance.now();
  const found = await cutOut(picture, await engine, { network });
  const composing = performance.now();
  const isKept = found.person === 'yes' || (found.person === 'unsure' && !skipUnsure);
  const asks = isKept && wanted.some(({ kind }) => kind === 'cutout');
  const laid = found.person !== 'no' && asks && on ? layOn(found.cutout, on) : undefined;
  const encodingFrom = performance.now();
  const results: Uint8Array[] = [];
  if (found.person !== 'no' && isKept) {
    for (const { kind, encoding } of wanted) {
      results.push(
        await (kind === 'matte' ? encodeMatte(found.matte, encoding) : encodePicture(laid ?? found.cutout, encoding)),
      );
    }
  }
  return {
    width: picture.width,
    height: picture.height,
    model: found.network,
    backend: found.backend,
    person: found.person,
    confidence: found.confidence,
    milliseconds: {
      decode: Math.round(decoded - started),
      ...found.milliseconds,
      ...(laid && { compose: Math.round(encodingFrom - composing) }),
      encode: Math.round(performance.now() - encodingFrom),
    },
    results,
  };
}

parentPort?.on('message', async (job: Job) => {
  const answer: Answer = await work(job).then(
    (done) => ({ done }),
    (thrown) => ({ error: reportOf(thrown) }),
  );
  parentPort?.postMessage(answer);
});
