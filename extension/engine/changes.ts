/** What a test copy does otherwise than shipped; the build writes it into the engine. */
export interface EngineChanges {
  /** Milliseconds without a job until everything is freed. */
  readonly idleMs?: number;
  /** As in the engine's settings. */
  readonly allowSoftwareGpu?: boolean;
  readonly maxInputPixels?: number;
  readonly gpuTimeLimitMs?: number;
}
