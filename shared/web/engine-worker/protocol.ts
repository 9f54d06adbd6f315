import type { ErrorReport } from '../../errors.ts';
import type { Size } from '../../image/geometry.ts';
import type { Stage } from '../../pipeline/stages.ts';
import type { Outcome } from '../own/protocol.ts';
import type { EngineSettings } from '../web-engine.ts';
import type { CutoutAnswer, CutoutRequest, EngineChoice, EngineStatus } from './client.ts';

/** From the document to its own engine worker. */
export type ToWorker =
  | { readonly type: 'configure'; readonly settings: EngineSettings }
  | { readonly type: 'start'; readonly choice: EngineChoice }
  | { readonly type: 'warm-up'; readonly id: number; readonly choice: EngineChoice }
  | { readonly type: 'job'; readonly id: number; readonly request: CutoutRequest; readonly preview: boolean }
  | { readonly type: 'try'; readonly id: number; readonly own: string }
  | { readonly type: 'cancel'; readonly id: number };

/**
 * From the engine worker to its document; `started` once, as soon as the runtime and lite are there; `draw` where a job's picture is an
 * SVG, which workers can't draw: the job is to be sent again, with a picture of that size.
 */
export type FromWorker =
  | { readonly type: 'started' }
  | { readonly type: 'progress'; readonly id: number; readonly stage: Stage; readonly fraction: number }
  | { readonly type: 'draw'; readonly id: number; readonly size: Size }
  | { readonly type: 'preview'; readonly id: number; readonly preview: Blob }
  | { readonly type: 'done'; readonly id: number; readonly answer: CutoutAnswer }
  | { readonly type: 'ready'; readonly id: number; readonly status: EngineStatus }
  | { readonly type: 'tried'; readonly id: number; readonly outcomes: readonly Outcome[] }
  | { readonly type: 'failed'; readonly id: number; readonly report: ErrorReport };
