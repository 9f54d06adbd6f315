import {
  CutoutError,
  type CutoutErrorCode,
  type ErrorReport,
  FACTS,
  failureOf,
  reportOf,
} from '../../../shared/errors.ts';
import { languageTag, t, type WordKey } from './words.ts';

/** What codes are called; the extension itself throws the others, in words. */
const SENTENCES: Partial<Record<CutoutErrorCode, WordKey>> = {
  empty: 'failedEmpty',
  'not-an-image': 'failedNotAnImage',
  'unsupported-format': 'failedUnsupportedFormat',
  truncated: 'failedTruncated',
  damaged: 'failedDamaged',
  'too-large': 'failedTooLarge',
  'too-small': 'failedTooSmall',
  'no-person': 'failedNoPerson',
  'artifact-mismatch': 'failedArtifactMismatch',
  'no-backend': 'failedNoBackend',
  'remote-offered': 'failedRemoteOffered',
  'engine-failed': 'failedEngine',
  timeout: 'failedTimeout',
  aborted: 'cancelled',
  'http-status': 'failedHttpStatus',
  unreachable: 'failedUnreachable',
};

/** A failure whose message is in the person's language. */
export class Failure extends CutoutError {
  constructor(code: CutoutErrorCode, message: string, options: { cause?: unknown; facts?: readonly string[] } = {}) {
    // Its sentence is made: nobody needs the facts to make it again.
    super(code as never, message, options as never);
  }
}

/** The failure that a report from another context tells of, which was put into words there. */
export const failureFrom = ({ code, message, facts = [] }: ErrorReport): Failure =>
  new Failure(code, message, { facts });

/**
 * Puts whatever was thrown into the person's language. Every sentence about a failure that the extension shows comes
 * from here.
 */
export function inWords(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const report = reportOf(thrown);
  const { code, message, facts = [] } = report;
  const key = SENTENCES[code];
  // In words already, before it crossed to this context.
  if (!key) return failureFrom(report);
  const needed: readonly string[] = code in FACTS ? FACTS[code as keyof typeof FACTS] : [];
  // The core's own English sentences are the more specific ones, but don't know what the extension offers instead.
  const isEnglish = languageTag().startsWith('en') && thrown instanceof CutoutError;
  if (isEnglish && code !== 'no-backend') return failureFrom(report);
  if (facts.length < needed.length) return new Failure(code, t('failedEngine', message), { cause: thrown });
  return new Failure(code, t(key, ...facts), { facts, cause: thrown });
}

/** The same for a report that the core's own sentences came in. */
export const reportInWords = (report: ErrorReport): Failure => inWords(failureOf(report));
