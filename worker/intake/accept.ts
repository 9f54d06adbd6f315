import type { AnswerFormat } from '../../shared/contracts/matte-query.ts';
import { ProblemError } from '../problems.ts';

/** The media type of each format. */
export const MEDIA_TYPES: Readonly<Record<AnswerFormat, string>> = {
  png: 'image/png',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  zip: 'application/zip',
};

/** What is answered where nothing is asked for: the first that the client takes. */
const FORMATS: readonly AnswerFormat[] = ['png', 'webp', 'jpeg'];

/**
 * The format of the answer: the one asked for, else the first that `Accept` takes.
 *
 * @throws ProblemError `not-acceptable` where `Accept` leaves it out.
 */
export function formatOf(asked: AnswerFormat | undefined, accept: string | undefined): AnswerFormat {
  const offered = asked ? [asked] : FORMATS;
  const format = offered.find((one) => accepts(accept, MEDIA_TYPES[one]));
  if (format) return format;
  const types = offered.map((one) => MEDIA_TYPES[one]).join(' or ');
  throw new ProblemError(
    'not-acceptable',
    `The answer is ${types}, which Accept leaves out; ${asked ? 'ask for another format or ' : ''}accept image/*.`,
  );
}

/** True when an `Accept` header (RFC 9110, 12.5.1) takes `type`; absent, it takes everything. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const [family] = type.split('/');
  const ranges = header.split(',').map((range) => {
    const [name, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return { name, isRefused };
  });
  // The most specific range decides.
  const range = [type, `${family}/*`, '*/*']
    .map((wanted) => ranges.find(({ name }) => name === wanted))
    .find((found) => found);
  return range !== undefined && !range.isRefused;
}
