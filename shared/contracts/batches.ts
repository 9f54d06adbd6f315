import * as z from 'zod/mini';
import { bytesOf, LONGEST_NAME } from '../file-name.ts';
import { PROBLEMS } from './http.ts';
import { matteQuerySchema } from './matte-query.ts';

const described = (description: string) => z.meta({ description });
const count = z.int().check(z.gte(0));
const text = z.string().check(z.minLength(1));
const time = z.iso.datetime();

/** What an id of a batch looks like. */
export const BATCH_ID = /^[0-9a-f]{32}$/;

/** What may not stand in a name: a way to elsewhere, or what a terminal or a file system takes for something else. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}/\\]/u;

/** Whether a picture may have this name: that of one file, which is no way to elsewhere. */
export const isPictureName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !FORBIDDEN.test(name) && bytesOf(name) <= LONGEST_NAME;

/** The body of `POST /v1/batches`. */
export const newBatchSchema = z.strictObject({
  options: z
    .optional(matteQuerySchema)
    .check(described('The parameters of `POST /v1/mattes` for every picture. Default: a cutout as PNG.')),
  callback: z
    .optional(
      z.strictObject({
        url: z.url().check(z.maxLength(2000), described('An https address on the public internet.')),
        secret: z
          .string()
          .check(
            z.regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'it is whsec_ and the base64 of 24 to 64 random bytes'),
            described('The key of the signature: `whsec_` and the base64 of 24 to 64 random bytes.'),
          ),
      }),
    )
    .check(
      described(
        'Called when the batch has ended, with a signature as in Standard Webhooks. Retried for a day until the answer is 2xx.',
      ),
    ),
});
export type NewBatch = z.infer<typeof newBatchSchema>;

/** The states of a batch, in their order. */
export const BATCH_STATES = ['open', 'running', 'ended'] as const;

/** Why a picture has no result: a problem of `POST /v1/mattes`, or what only batches know. */
export const REASONS = [...PROBLEMS, 'missing', 'gave-up', 'expired'] as const;
export type Reason = (typeof REASONS)[number];

/** The body of an answer that tells of a batch. */
export const batchSchema = z.object({
  id: z.string().check(z.regex(BATCH_ID)),
  state: z
    .enum(BATCH_STATES)
    .check(
      described(
        'open: pictures can be added. running: they are being cut out. ended: each picture has a result or a reason for its failure.',
      ),
    ),
  created: time,
  expires: time.check(
    described(
      'When the current state times out: an open batch is deleted, the remaining pictures of a running one fail, the results of an ended one are deleted.',
    ),
  ),
  pictures: z.object({ all: count, waiting: count, done: count, failed: count }),
  bytes: count.check(described('The size of all pictures that were sent.')),
  failures: z.record(z.string(), count).check(described('How many pictures failed for each reason.')),
  secondsLeft: z
    .optional(z.number().check(z.gte(0)))
    .check(
      described(
        'The estimated time until a running batch ends, from its pace so far. Present from the first result on.',
      ),
    ),
  callback: z
    .optional(z.enum(['waiting', 'delivered', 'given-up']))
    .check(described('Whether the callback was delivered, of a batch that has one.')),
  limits: z.object({ pictures: count, bytes: count, pictureBytes: count, nameBytes: count }),
  links: z.object({
    self: text,
    picture: text,
    uploads: z.optional(text),
    start: text,
    results: text,
    archive: text,
    events: text,
  }),
});
export type BatchStatus = z.infer<typeof batchSchema>;

/** What a picture of a batch is answered with when it was taken. */
export const pictureSchema = z.object({
  name: text,
  bytes: count,
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type TakenPicture = z.infer<typeof pictureSchema>;

/** The body of `POST /v1/batches/:id/uploads`: the picture that will be sent by a link. */
export const newUploadSchema = z.strictObject({
  name: text.check(z.refine(isPictureName, 'it is that of one file: 1 to 255 bytes of UTF-8, without slashes')),
  bytes: z.int().check(z.gte(1), described('The size of the picture.')),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/), described('The SHA-256 of the picture, in hex.')),
});

/** The answer to it. */
export const uploadSchema = z.object({
  ...pictureSchema.shape,
  url: text.check(described('The address for the PUT request, which must have as many bytes as announced.')),
  expires: time.check(described('When the link expires.')),
});
export type Upload = z.infer<typeof uploadSchema>;

/** The body of `GET /v1/batches/:id/pictures`. */
export const sentSchema = z.object({
  pictures: z.array(pictureSchema).check(described('In the order in which they were added.')),
  cursor: text.check(described('Get the next page with this cursor.')),
  isLast: z.boolean().check(described('Whether this was the last page at the time of the answer.')),
});
export type Sent = z.infer<typeof sentSchema>;

/** What became of one picture. */
export const resultSchema = z.discriminatedUnion('state', [
  z.object({
    name: text,
    state: z.literal('done'),
    bytes: count,
    type: text,
    person: z.enum(['yes', 'unsure', 'no']),
    href: text,
  }),
  z.object({ name: text, state: z.literal('failed'), reason: z.enum(REASONS), detail: text }),
]);
export type Result = z.infer<typeof resultSchema>;

/** The body of `GET /v1/batches/:id/results`. */
export const resultsSchema = z.object({
  results: z.array(resultSchema).check(described('In the order in which they ended.')),
  cursor: text.check(described('Get the next page with this cursor.')),
  isLast: z.boolean().check(described('Whether this is the last page: no result will follow.')),
});
export type Results = z.infer<typeof resultsSchema>;
