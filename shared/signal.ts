/** The part of an `AbortSignal` that the core reads; every host's own `AbortSignal` fits. */
export interface Signal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
