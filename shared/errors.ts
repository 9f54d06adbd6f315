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
 * A failure that a person is told about: `code` for programs, `message` one whole English sentence that names the
 * problem (and, where there is one, the way on), `facts` what a sentence in another language needs, always the same per
 * code: what it has and the limit (`too-large`, `too-small`), the format (`unsupported-format`), the host
 * (`unreachable`, `http-status`, whose second is the status), the longest side and the host (`remote-offered`), a
 * program's own words (`no-backend`, `engine-failed`).
 */
export class CutoutError extends Error {
  override readonly name = 'CutoutError';
  readonly facts: readonly string[];
  constructor(
    readonly code: CutoutErrorCode,
    message: string,
    options: { cause?: unknown; facts?: readonly string[] } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.facts = options.facts ?? [];
  }
}

/** What can cross a message channel in an error's place. */
export interface ErrorReport {
  readonly code: CutoutErrorCode;
  readonly message: string;
  readonly facts?: readonly string[];
}

/** The failure that a report tells of. */
export const failureOf = ({ code, message, facts = [] }: ErrorReport): CutoutError =>
  new CutoutError(code, message, { facts });

/** Reads any thrown value as a report; what is not ours becomes `engine-failed` with its own words. */
export const reportOf = (thrown: unknown): ErrorReport => {
  if (thrown instanceof CutoutError)
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.facts.length > 0 && { facts: thrown.facts }),
    };
  if (isAbort(thrown)) return { code: 'aborted', message: 'Cancelled.' };
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'engine-failed', message: `Something went wrong while cutting out: ${words}`, facts: [words] };
};

/** True for what an `AbortSignal` throws. */
export const isAbort = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === 'AbortError' || (thrown as { code?: unknown }).code === 'aborted');

/** True when nothing on this device runs the network. */
export const isNoBackend = (thrown: unknown): boolean => thrown instanceof CutoutError && thrown.code === 'no-backend';
