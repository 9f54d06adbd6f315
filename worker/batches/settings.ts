import type { Bindings } from '../bindings.ts';
import { ProblemError } from '../problems.ts';
import { listed } from '../protection/list.ts';
import type { S3Access } from './bucket/presign.ts';

/** What batches need bound and set. */
const NEEDED = ['BATCHES', 'BATCH_OWNERS', 'BATCH_PICTURES', 'BATCH_QUEUE'] as const;
export type BatchBindings = Bindings & Required<Pick<Bindings, (typeof NEEDED)[number]>>;

/**
 * The bindings of a Worker that takes batches.
 *
 * @throws ProblemError `not-implemented` that names what is missing.
 */
export function batchBindings(env: Bindings): BatchBindings {
  const missing: string[] = NEEDED.filter((name) => !env[name]);
  // Without tokens a batch would belong to everybody.
  if (listed(env.API_TOKENS).length === 0) missing.push('API_TOKENS');
  if (missing.length === 0) return env as BatchBindings;
  throw new ProblemError(
    'not-implemented',
    `This service takes no batches: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set up; its owner finds how in docs/batches.md.`,
  );
}

/** What links to the bucket need. */
const FOR_LINKS = [
  'BATCH_R2_ACCOUNT_ID',
  'BATCH_R2_BUCKET',
  'BATCH_R2_ACCESS_KEY_ID',
  'BATCH_R2_SECRET_ACCESS_KEY',
] as const;

/** Whether pictures can be sent to the bucket itself, by links. */
export const isPresigning = (env: Bindings): boolean => FOR_LINKS.every((name) => env[name]);

/**
 * How the bucket is reached by its S3 API.
 *
 * @throws ProblemError `not-implemented` that names what is missing.
 */
export function s3Access(env: Bindings): S3Access {
  const [account, bucket, accessKeyId, secretAccessKey] = FOR_LINKS.map((name) => env[name]);
  if (account && bucket && accessKeyId && secretAccessKey) {
    return {
      bucketUrl: `https://${account}.r2.cloudflarestorage.com/${bucket}`,
      region: 'auto',
      accessKeyId,
      secretAccessKey,
    };
  }
  const missing = FOR_LINKS.filter((name) => !env[name]).join(', ');
  throw new ProblemError(
    'not-implemented',
    `This service gives no links to its bucket: ${missing} not set up. Send the picture by PUT to its own address.`,
  );
}

/** How batches are kept and worked on; times in milliseconds. */
export interface BatchSettings {
  /** After how long an open batch is removed, and a running one's pictures are given up. */
  readonly inputMs: number;
  /** How long results are kept. */
  readonly resultMs: number;
  /** Most pictures of one batch in the queue at a time. */
  readonly window: number;
  /** After how long a picture that nobody has finished is sent again. */
  readonly patienceMs: number;
  /** How long a picture waits before its second try; before each further one twice as long. */
  readonly backOffMs: number;
  /** Most pictures of a batch, and bytes of them. */
  readonly mostPictures: number;
  readonly mostBytes: number;
  /** Most batches of a token that have not ended. */
  readonly mostBatches: number;
}

export const settingsOf = (env: Bindings): BatchSettings => ({
  inputMs: positive(env.BATCH_INPUT_HOURS, 24) * 3_600_000,
  resultMs: positive(env.BATCH_RESULT_DAYS, 7) * 86_400_000,
  window: Math.ceil(positive(env.BATCH_WINDOW, 32)),
  patienceMs: positive(env.BATCH_PATIENCE_SECONDS, 300) * 1000,
  backOffMs: positive(env.BATCH_BACK_OFF_SECONDS, 5) * 1000,
  mostPictures: positive(env.BATCH_MOST_PICTURES, 200_000),
  mostBytes: positive(env.BATCH_MOST_GIGABYTES, 500) * 1e9,
  mostBatches: positive(env.BATCH_MOST_RUNNING, 10),
});

const positive = (text: string | undefined, otherwise: number): number => (Number(text) > 0 ? Number(text) : otherwise);
