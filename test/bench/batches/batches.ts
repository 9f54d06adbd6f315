import { benchFairness } from './fairness.ts';
import { benchLosses } from './losses.ts';
import { benchNames } from './names.ts';
import { benchReceiver } from './receiver.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  fairness: () => benchFairness(400, 10),
  receiver: benchReceiver,
  names: () => benchNames(10_000),
  losses: () => benchLosses(Number(process.env.MATTEO_PICTURES ?? 500)),
};

/**
 * Batches in workerd: who waits for whom, a receiver that fails for a minute, very many names, and what is lost when it is stopped.
 * `MATTEO_PARTS` names those to run, separated by commas; `MATTEO_PICTURES` is how many pictures the last one has, 500 by default.
 */
export async function benchBatches(): Promise<void> {
  const wanted = process.env.MATTEO_PARTS?.split(',') ?? Object.keys(PARTS);
  for (const part of wanted) {
    if (!PARTS[part]) throw new Error(`MATTEO_PARTS has ${part}; there are ${Object.keys(PARTS).join(', ')}.`);
    await PARTS[part]();
  }
}
