/// <reference lib="webworker" />

import { artifactOfCard } from '../../inference/card.ts';
import { asOwn } from '../../inference/own/runner.ts';
import { openRunner, type Runner } from '../../inference/runner.ts';
import { requestAdapter } from '../adapter.ts';
import { importOrt } from '../runtime/ort.ts';
import type { FromOwn, Opening, ToOwn } from './protocol.ts';

/** The worker of one network of one's own on one backend: whatever that does to it, nothing else is in here. */
let runner: Runner | undefined;

self.onmessage = async ({ data }: MessageEvent<ToOwn>) => {
  const tell = (message: FromOwn) => self.postMessage(message);
  try {
    if (data.type === 'open') {
      runner = await open(data);
      tell({ type: 'opened' });
    } else {
      if (!runner) throw new Error('it is not open');
      tell({ type: 'answer', answer: await runner.run(data.input, data.masks) });
    }
  } catch (thrown) {
    tell({ type: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
};

async function open({ card, file, backend, ortBase, ortBuilds, ...gpu }: Opening): Promise<Runner> {
  const ort = await importOrt(ortBase, ortBuilds);
  if (backend === 'webgpu') ort.env.webgpu.adapter = await requestAdapter(gpu);
  const bytes = new Uint8Array(await file.arrayBuffer());
  return asOwn(await openRunner(ort, artifactOfCard(card), bytes, backend), card);
}
