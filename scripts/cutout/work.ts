import type { Engine } from '../../shared/inference/engine.ts';
import { cutOutFile } from '../../shared/node/cut-out-file.ts';
import type { Done, Job, Setting } from './job.ts';

/**
 * From the bytes of a photograph to the bytes of its results.
 *
 * @throws CutoutError what is wrong with the bytes, or with the engine.
 */
export async function work(
  { bytes, wanted }: Job,
  { own, ...options }: Omit<Setting, 'models' | 'threads'>,
  engine: Promise<Engine>,
): Promise<Done> {
  const { width, height, found, files, milliseconds } = await cutOutFile(bytes, wanted, () => engine, options);
  return {
    width,
    height,
    model: own?.card.name ?? found.network,
    backend: found.backend,
    person: found.person,
    confidence: found.confidence,
    milliseconds,
    results: files,
  };
}
