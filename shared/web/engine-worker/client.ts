import type { RemoteAccess } from '../../contracts/remote.ts';
import type { Box } from '../../image/geometry.ts';
import type { Shadow } from '../../image/shadow/shade.ts';
import type { MatteNetwork } from '../../inference/catalog.ts';
import type { Backend, BackendChoice } from '../../inference/engine.ts';
import type { Skipped } from '../../inference/ladder.ts';
import type { Part } from '../../person/part.ts';
import type { Quality, QualityChoice } from '../../pipeline/options.ts';
import type { OnProgress, Timings } from '../../pipeline/stages.ts';
import type { Outcome, OwnUse } from '../own/protocol.ts';

/** What a finished job can be asked to deliver: the RGBA cutout, the 8-bit grey matte; both PNG at the picture's size. */
export type Output = 'cutout' | 'matte';

/** A cutout asked of the engine's worker. */
export interface CutoutRequest {
  /** The encoded picture, as fetched or chosen; any image type. */
  readonly picture: Blob;
  readonly outputs: readonly Output[];
  /** Which network gives the matte. Default: portrait-s. */
  readonly network?: MatteNetwork;
  /** The id of a kept network of one's own, which draws the matte in `network`'s place; `../own/kept.ts`. */
  readonly own?: string;
  /** The name of the video that the picture is a frame of: a network of one's own may be given the matte of the frame before. */
  readonly sequence?: string;
  /** Of each person only this part. Default: all of them. */
  readonly part?: Part;
  /** Whether that is the part of everybody, the default, or of the person alone whose part is largest. */
  readonly everyone?: boolean;
  /** The shadow that lies under the cutout. Default: none. */
  readonly shadow?: Shadow;
  /** Where the ladder starts. Default: at its top. */
  readonly backend?: BackendChoice;
  /** How much time outlines are worth. Default: `auto`. */
  readonly quality?: QualityChoice;
  /** Present only when the person agreed that a small copy of this picture may be sent there. */
  readonly remote?: RemoteAccess;
}

/** What to run a job on. */
export type EngineChoice = Pick<CutoutRequest, 'network' | 'own' | 'backend' | 'quality'>;

/** What is told while it is made, and what ends it. */
export interface CutoutWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** A small PNG cutout by the lite network, long before the result; made only where asked for. Never called after the promise settles. */
  readonly onPreview?: (preview: Blob) => void;
}

/** What came of it. */
export interface CutoutAnswer {
  readonly width: number;
  readonly height: number;
  /** One PNG for each output asked for. */
  readonly cutout?: Blob;
  readonly matte?: Blob;
  /** `unsure`: what was cut out may be no person. */
  readonly person: 'yes' | 'unsure';
  /** How much speaks for a person, 0..1; above ½ is `yes`. */
  readonly confidence: number;
  /** The people, largest first, in pixels of the picture; those who touch are one. */
  readonly people: readonly Box[];
  /** The network that gave the matte: a server may have another than the one asked for. */
  readonly network: MatteNetwork;
  readonly backend: Backend;
  /** Only where a network of one's own was asked for. */
  readonly own?: OwnUse;
  /** How outlines were drawn. */
  readonly quality: Quality;
  readonly milliseconds: Timings;
}

/** What the ladder decided, for popup and diagnostics. */
export interface EngineStatus {
  /** The backend that the network asked about runs on; undefined where nothing on this device works. */
  readonly backend?: Backend;
  /** Backends that networks passed over, and why, in words. */
  readonly skipped: readonly Skipped[];
  /** Only where a network of one's own was asked for. */
  readonly own?: OwnUse;
  /** WASM threads. */
  readonly threads: number;
}

/** The cutout as a service behind some channel (a web worker, an extension port). */
export interface CutoutClient {
  /**
   * Cuts the people out of one picture. Jobs queue; aborting `signal` ends a waiting or running job.
   *
   * @throws CutoutError with the code and sentence to show (`no-person`, `truncated`, …).
   */
  cutOut(request: CutoutRequest, watch?: CutoutWatch): Promise<CutoutAnswer>;
  /** Starts runtime and lite, unless anything was started before, while the first picture is still on its way. */
  start(choice?: EngineChoice): void;
  /** Loads and self-tests the engine ahead of the first job of that kind. Default: portrait-s, from the top of the ladder. */
  warmUp(choice?: EngineChoice, watch?: CutoutWatch): Promise<EngineStatus>;
  /** Tests a kept network of one's own on every backend; what fails is left out for it. */
  tryOwn(id: string): Promise<readonly Outcome[]>;
  /** Ends running jobs (they reject with `aborted`) and frees everything; a later call starts anew. */
  dispose(): void;
}
