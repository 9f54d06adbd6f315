import type { Timings } from '../../../../shared/pipeline/stages.ts';
import { threads } from '../../../../shared/web/runtime/ort.ts';
import type { CutOut } from './cut-out.ts';

/** What is measured of one cutout. */
export interface Lap {
  /** Milliseconds until a result is in the page, decoded, and its frame begins. */
  readonly visible: number;
  /** Milliseconds until the encoded cutout is there. */
  readonly cutout: number;
  /** The cutout as base64, where it was asked for; empty when nobody was found. */
  readonly png: string | undefined;
  readonly milliseconds: Timings | undefined;
  readonly threads: number;
}

interface Task {
  /** URL of the contender's module. */
  readonly module: string;
  /** URL of the picture; fetched before the clock starts. */
  readonly picture: string;
  readonly keep: boolean;
}

declare global {
  var lap: (task: Task) => Promise<Lap>;
}

// Libraries that ask how many cores there are get as many threads as Matteo takes.
Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads() });

/** Cuts a picture out; the first time includes loading everything. Runs in the page. */
globalThis.lap = async ({ module, picture, keep }) => {
  const blob = await (await fetch(picture)).blob();
  const started = performance.now();
  const { cutOut } = (await import(module)) as { cutOut: CutOut };
  let visible: Promise<number> | undefined;
  const onVisible = (result: Blob) => {
    visible ??= show(result).then(() => performance.now() - started);
  };
  const { cutout, milliseconds } = await cutOut(blob, onVisible);
  const done = performance.now() - started;
  if (cutout) onVisible(cutout);
  const png = keep ? (cutout ? await base64(cutout) : '') : undefined;
  return { visible: (await visible) ?? done, cutout: done, png, milliseconds, threads: threads() };
};

async function show(result: Blob): Promise<void> {
  const image = new Image();
  image.src = URL.createObjectURL(result);
  await image.decode();
  document.body.replaceChildren(image);
  await new Promise(requestAnimationFrame);
  URL.revokeObjectURL(image.src);
}

const base64 = (blob: Blob): Promise<string> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ''));
    reader.readAsDataURL(blob);
  });
