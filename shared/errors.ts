/** Every way a picture or an artifact can be declined. Stable: hosts translate and test by these. */
export const CUTOUT_ERROR_CODES = [
  'empty',
  'not-an-image',
  'unsupported-format',
  'truncated',
  'damaged',
  'too-large',
  'too-small',
  'no-person',
  'artifact-mismatch',
  'no-backend',
  'remote-offered',
  'engine-failed',
  'timeout',
  'aborted',
  'permission-needed',
  'http-status',
  'unreachable',
  'picture-gone',
  'picture-unreadable',
  'extension-gone',
] as const;
export type CutoutErrorCode = (typeof CUTOUT_ERROR_CODES)[number];

/**
 * A failure that a person is told about: `code` for programs, `message` one whole sentence that names the problem
 * (and, where there is one, the way on).
 */
export class CutoutError extends Error {
  override readonly name = 'CutoutError';
  constructor(
    readonly code: CutoutErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What can cross a message channel in an error's place. */
export interface ErrorReport {
  readonly code: CutoutErrorCode;
  readonly message: string;
}

/** Reads any thrown value as a report; what is not ours becomes `engine-failed` with its own words. */
export const reportOf = (thrown: unknown): ErrorReport => {
  if (thrown instanceof CutoutError) return { code: thrown.code, message: thrown.message };
  if (isAbort(thrown)) return { code: 'aborted', message: 'Cancelled.' };
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'engine-failed', message: `Something went wrong while cutting out: ${words}` };
};

/** True for what an `AbortSignal` throws. */
export const isAbort = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === 'AbortError' || (thrown as { code?: unknown }).code === 'aborted');
