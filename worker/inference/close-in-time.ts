import type { Network } from '../../shared/inference/catalog.ts';
import type { LadderEngine } from '../../shared/inference/ladder.ts';
import { withinTime } from '../../shared/inference/time-limit.ts';
import { STAGE_MS } from './stage-limit.ts';

/**
 * Closes a network, but waits no longer for it than for a stage: one that is still being opened closes only after that.
 *
 * @param giveUp gives the engine up, where it took too long.
 */
export async function closeInTime(
  engine: Pick<LadderEngine, 'close'>,
  network: Network,
  giveUp: () => void,
): Promise<void> {
  try {
    await withinTime(engine.close(network), STAGE_MS);
  } catch (thrown) {
    console.error(JSON.stringify({ close: network, error: String(thrown) }));
    giveUp();
  }
}
