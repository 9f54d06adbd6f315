import type { Timings } from '../../../shared/pipeline/stages.ts';
import { createWorkerClient } from '../../../shared/web/engine-worker/worker-client.ts';

/** Paths on the served site. */
export interface Places {
  readonly engine: string;
  readonly ort: string;
}

export interface Run {
  /** Milliseconds to the preview and to the encoded cutout. */
  readonly preview: number;
  readonly cutout: number;
  readonly milliseconds: Timings;
}

declare global {
  var runJobs: (request: Places & { base64: string; runs: number }) => Promise<Run[]>;
}

/** Cuts one JPEG out `runs` times, after one time that warms up. Runs in the page. */
globalThis.runJobs = async ({ engine, ort, base64, runs }) => {
  const at = (path: string) => new URL(path, location.href).href;
  const client = createWorkerClient({ workerUrl: at(engine), ortBase: at(ort), modelsBase: at('/models/') });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const picture = new Blob([bytes], { type: 'image/jpeg' });
  const results: Run[] = [];
  for (let run = 0; run <= runs; run++) {
    const started = performance.now();
    let preview = 0;
    const onPreview = () => {
      preview = performance.now() - started;
    };
    const answer = await client.cutOut({ picture, outputs: ['cutout'] }, { onPreview });
    if (run > 0) results.push({ preview, cutout: performance.now() - started, milliseconds: answer.milliseconds });
  }
  client.dispose();
  return results;
};
