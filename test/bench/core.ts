import type { Matte, Picture } from '../../shared/image/picture.ts';
import { resize } from '../../shared/image/resize.ts';
import { estimateAlpha } from '../../shared/matting/bayesian-alpha.ts';
import { buildColourModel } from '../../shared/matting/colour-model.ts';
import { estimateForeground } from '../../shared/matting/foreground.ts';
import { refineMatte } from '../../shared/matting/guided-filter.ts';
import { runToEnd, type Steps } from '../../shared/steps.ts';
import { drawnCoarse, drawnScene } from './scene.ts';

const RUNS = 5;

/** Runs steps to their end; the most bytes held in typed arrays at any step, over those at the start. */
function measured<Result>(steps: Steps<Result>): { result: Result; milliseconds: number; peak: number } {
  const before = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  let peak = 0;
  for (;;) {
    const step = steps.next();
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    if (step.done) return { result: step.value, milliseconds: performance.now() - started, peak };
  }
}

/** What follows refinement, as `cutOut` does it. */
function* afterwards(picture: Picture, refined: Matte): Steps<Picture> {
  const model = yield* buildColourModel(picture, refined);
  return yield* estimateForeground(picture, yield* estimateAlpha(picture, refined, model), model);
}

/** What comes after inference, on the core alone, at 12 megapixels: time and extra memory. */
export async function benchCore(): Promise<void> {
  const picture = drawnScene(4000, 3000);
  const coarse = drawnCoarse(592, 448);
  // `cutOut` has this size of the picture from inference.
  const sized = runToEnd(resize(picture, 592, 448));
  const pixels = picture.width * picture.height;
  const times: number[] = [];
  let peak = 0;
  for (let run = 0; run < RUNS; run++) {
    globalThis.gc?.();
    const refined = measured(refineMatte(coarse, picture, {}, sized));
    const finished = measured(afterwards(picture, refined.result));
    times.push(refined.milliseconds + finished.milliseconds);
    peak = Math.max(peak, refined.peak, refined.result.data.length + finished.peak);
  }
  times.sort((a, b) => a - b);
  console.log(
    `12 MP, everything after inference: median ${times[RUNS >> 1].toFixed(0)} ms, best ${times[0].toFixed(0)} ms`,
  );
  console.log(`12 MP, extra memory at its peak: ${(peak / pixels).toFixed(1)} bytes a pixel`);
}
