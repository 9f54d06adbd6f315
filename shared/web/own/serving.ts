import { isNoBackend } from '../../errors.ts';
import { IN_PLACE_OF, type MatteNetwork } from '../../inference/catalog.ts';
import type { LadderEngine, Rung } from '../../inference/ladder.ts';
import { createSequence, type Sequence } from '../../inference/own/sequence.ts';
import { readReason } from '../../reasons.ts';
import type { EngineSettings } from '../web-engine.ts';
import { type KeptNetwork, keepLeft, keptNetwork } from './kept.ts';
import type { Outcome, OwnBackend, OwnUse } from './protocol.ts';
import { ownRungs, tryOwn } from './rungs.ts';

/** A network of one's own for an engine: its id, and the ways to run it with a version of the runtime. */
export interface OwnRungs {
  readonly id: string;
  rungs(settings: EngineSettings, runtime: string): readonly Rung[];
}

/** What a job is to run on: a network of one's own by its id, else a packaged one. */
interface Choice {
  readonly own?: string;
  readonly network?: MatteNetwork;
}

type Work<Result> = (engine: LadderEngine, network: MatteNetwork | undefined) => Promise<Result>;

/** What an engine worker does with networks of one's own. */
export interface OwnNetworks {
  /** The network that a choice asks for, unless it is not kept or was left. */
  wanted(choice: Choice): Promise<OwnRungs | undefined>;
  /** Does `work` by the network of one's own that is asked for, and by the packaged one where nothing runs it. */
  by<Result extends object>(
    choice: Choice,
    ready: (own?: OwnRungs) => Promise<LadderEngine>,
    work: Work<Result>,
  ): Promise<Result & { readonly own?: OwnUse }>;
  /** The frames before, of the video that a picture is of; of the last few videos alone. */
  sequenceOf(frame: { readonly own?: string; readonly sequence?: string }): Sequence | undefined;
  /** Tries a network on every backend, whatever was found before. */
  tryAgain(id: string, settings: EngineSettings): Promise<readonly Outcome[]>;
}

/** Videos whose last matte is remembered. */
const MOST_SEQUENCES = 4;

/** Networks of one's own as they are kept in this browser. */
export function createOwnNetworks(): OwnNetworks {
  /** Where a network failed, which is not tried again, by its id. */
  const left = new Map<string, readonly Outcome[]>();
  const sequences = new Map<string, Sequence>();
  const asRungs = (kept: KeptNetwork): OwnRungs => ({
    id: kept.card.sha256,
    rungs: (settings, runtime) => ownRungs(kept, settings, runtime),
  });
  const leftOf = (kept: KeptNetwork) => kept.left ?? left.get(kept.card.sha256);
  const rungsOf = (kept: KeptNetwork | undefined) => (kept && !leftOf(kept) ? asRungs(kept) : undefined);
  const keptFor = async ({ own }: Choice) => (own === undefined ? undefined : keptNetwork(own));
  return {
    wanted: async (choice) => rungsOf(await keptFor(choice)),
    async by(choice, ready, work) {
      const kept = await keptFor(choice);
      const rungs = rungsOf(kept);
      if (kept && rungs) {
        const { name, sha256 } = kept.card;
        const engine = await ready(rungs);
        try {
          return { ...(await work(engine, IN_PLACE_OF)), own: { name } };
        } catch (thrown) {
          if (!isNoBackend(thrown)) throw thrown;
          const failed = outcomesOf(engine);
          left.set(sha256, failed);
          // What hung once costs that time again whenever the engine starts anew.
          if (readReason(failed.at(-1)?.fault ?? '')?.code === 'overdue') await keepLeft(sha256, failed);
        }
      }
      const done = await work(await ready(), choice.network);
      // One that is not kept any more is as none.
      return kept ? { ...done, own: { name: kept.card.name, left: leftOf(kept) ?? [] } } : done;
    },
    sequenceOf({ own, sequence }) {
      if (sequence === undefined) return undefined;
      const key = `${own} ${sequence}`;
      const known = sequences.get(key) ?? createSequence();
      // The last that were asked for come last.
      sequences.delete(key);
      sequences.set(key, known);
      if (sequences.size > MOST_SEQUENCES) sequences.delete([...sequences.keys()][0]);
      return known;
    },
    tryAgain(id, settings) {
      left.delete(id);
      return tryOwn(id, settings);
    },
  };
}

/** Where an engine left the network of one's own, and why. */
const outcomesOf = ({ skipped }: LadderEngine): readonly Outcome[] =>
  skipped
    .filter(({ network }) => network === IN_PLACE_OF)
    .map(({ backend, reason }) => ({ backend: backend as OwnBackend, fault: reason }));
