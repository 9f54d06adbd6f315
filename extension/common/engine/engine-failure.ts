import { CutoutError, type CutoutErrorCode, type ErrorReport, failureOf } from '../../../shared/errors.ts';
import { languageTag, t, type WordKey } from '../words/words.ts';

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
  'http-status': 'failedHttpStatus',
  unreachable: 'failedUnreachable',
};

/** What the engine reports, in the person's language: its own English sentences are the more specific ones. */
export function engineFailure(report: ErrorReport): CutoutError {
  const key = SENTENCES[report.code];
  if (!key || languageTag().startsWith('en')) return failureOf(report);
  const { facts = [] } = report;
  return new CutoutError(report.code, t(key, ...facts), { facts });
}
