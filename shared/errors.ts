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
  'all-hosts-needed',
  'http-status',
  'unreachable',
  'picture-unreadable',
  'extension-gone',
  'unwritable',
  'disk-full',
  'name-too-long',
] as const;
/** What a failure is called, the same in every host and in every version. */
export type CutoutErrorCode = (typeof CUTOUT_ERROR_CODES)[number];

/** What a sentence in another language needs, by code. Codes that are not here need nothing. */
export const FACTS = {
  'unsupported-format': ['format'],
  'too-large': ['has', 'limit'],
  'too-small': ['has', 'limit'],
  'no-backend': ['reasons'],
  'remote-offered': ['longest side', 'host'],
  'engine-failed': ['a program’s own words'],
  'http-status': ['host', 'status'],
  unreachable: ['host'],
} as const satisfies Partial<Record<CutoutErrorCode, readonly string[]>>;

type Each<Names extends readonly string[]> = { readonly [Index in keyof Names]: string };
/** The facts that an error of a code must have, in the order of `FACTS`. */
export type FactsOf<Code extends CutoutErrorCode> = Code extends keyof typeof FACTS
  ? Each<(typeof FACTS)[Code]>
  : readonly [];

type Told<Code extends CutoutErrorCode> =
  FactsOf<Code> extends readonly []
    ? [code: Code, message: string, options?: { readonly cause?: unknown }]
    : [code: Code, message: string, options: { readonly cause?: unknown; readonly facts: FactsOf<Code> }];

/**
 * A failure that a person is told about.
 *
 * `code` is for programs. `message` is one whole English sentence that names the problem and, where there is one, the
 * way on. `facts` are what `FACTS` lists for the code.
 */
export class CutoutError extends Error {
  override readonly name = 'CutoutError';
  readonly code: CutoutErrorCode;
  readonly facts: readonly string[];
  constructor(...told: { [Code in CutoutErrorCode]: Told<Code> }[CutoutErrorCode]) {
    const [code, message, options = {}]: [CutoutErrorCode, string, { cause?: unknown; facts?: readonly string[] }?] =
      told;
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
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
  // The facts are those that the code had where it was thrown.
  new CutoutError(code as never, message, { facts } as never);

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

/** Any thrown value as a failure; what is not ours becomes its `cause`. */
export const asFailure = (thrown: unknown): CutoutError =>
  thrown instanceof CutoutError ? thrown : Object.assign(failureOf(reportOf(thrown)), { cause: thrown });

/** True for what an `AbortSignal` throws. */
export const isAbort = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === 'AbortError' || (thrown as { code?: unknown }).code === 'aborted');

/** True when nobody was seen in a picture. */
export const isNoPerson = (thrown: unknown): boolean => thrown instanceof CutoutError && thrown.code === 'no-person';

/** True when nothing on this device runs the network. */
export const isNoBackend = (thrown: unknown): boolean => thrown instanceof CutoutError && thrown.code === 'no-backend';

/** True when a file could not be fetched, or came with other bytes, which says nothing about the device. */
export const isUnfetched = (thrown: unknown): boolean =>
  thrown instanceof CutoutError && ['unreachable', 'http-status', 'artifact-mismatch'].includes(thrown.code);
