import type { ProblemName } from '../../shared/contracts/http.ts';
import type { Operation, Parameter } from './operation.ts';
import { header, problems } from './responses.ts';

const text = { type: 'string' };
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const CURSOR: Parameter = {
  name: 'cursor',
  in: 'query',
  required: false,
  description: 'The `cursor` of the answer before: what ended after it is answered.',
  schema: text,
};
const inPath = (name: string, description: string): Parameter => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: text,
});
const ID = inPath('id', 'The batch’s id.');
const NAME = inPath('name', 'The picture’s name: that of one file, 1 to 255 bytes of UTF-8, without slashes.');

const SECURITY = [{ token: [] }];
const declined = (...names: readonly ProblemName[]) =>
  problems('unauthorized', 'forbidden', 'not-found', 'not-implemented', ...names);

const create: Operation = {
  operationId: 'createBatch',
  summary: 'Make a batch',
  description:
    'A batch is many pictures that are cut out one after the other, while nobody waits. It takes pictures until it is started. ' +
    'It belongs to the token it was made with; to any other it is not there. Where batches are not set up, the answer is 501 and names what is missing.',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'The same key and body, sent again by the same token, answer the same batch.',
      schema: text,
    },
  ],
  requestBody: { required: false, content: json('NewBatch') },
  security: SECURITY,
  responses: {
    201: { description: 'The batch.', headers: { Location: header('Where it is.') }, content: json('Batch') },
    ...problems(
      ...(['bad-request', 'unauthorized', 'forbidden', 'conflict', 'timeout', 'too-large', 'unprocessable'] as const),
      ...(['not-implemented', 'too-many-requests', 'busy'] as const),
    ),
  },
};

const status: Operation = {
  operationId: 'getBatch',
  summary: 'How far a batch is',
  description: 'Counts, failures by reason, and how long it will take.',
  parameters: [ID],
  security: SECURITY,
  responses: { 200: { description: 'The batch.', content: json('Batch') }, ...declined() },
};

const remove: Operation = {
  operationId: 'deleteBatch',
  summary: 'Cancel a batch and remove it',
  description: 'It is gone at once; its pictures and results are removed within minutes.',
  parameters: [ID],
  security: SECURITY,
  responses: { 204: { description: 'It is removed.' }, ...declined() },
};

const send: Operation = {
  operationId: 'putPicture',
  summary: 'Send a picture to a batch',
  description:
    'A JPEG, PNG or still WebP within the limits of `POST /v1/mattes`, with its length in Content-Length. Its first bytes are checked as it arrives, ' +
    'the rest when its turn comes. One of the same name gives way to it.',
  parameters: [ID, NAME],
  requestBody: {
    required: true,
    content: Object.fromEntries(
      ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'].map((type) => [
        type,
        { schema: { type: 'string', format: 'binary' } },
      ]),
    ),
  },
  security: SECURITY,
  responses: {
    201: { description: 'The picture was taken.', content: json('BatchPicture') },
    ...declined('bad-request', 'timeout', 'conflict', 'too-large', 'unsupported-media-type'),
  },
};

const upload: Operation = {
  operationId: 'createUpload',
  summary: 'A link to send a picture by',
  description:
    'The picture is then sent to the bucket itself, by PUT to `url`. It counts as taken at once. Whether it came, as announced, is seen when its turn comes: start the batch after the last one was sent. ' +
    'Where links are not set up, the answer is 501.',
  parameters: [ID],
  requestBody: { required: true, content: json('NewUpload') },
  security: SECURITY,
  responses: {
    201: { description: 'The link.', content: json('BatchUpload') },
    ...declined('bad-request', 'timeout', 'conflict', 'too-large', 'busy'),
  },
};

const sent: Operation = {
  operationId: 'listPictures',
  summary: 'Which pictures a batch has been sent',
  description: 'In the order in which they were taken, page by page: for clients that go on where they stopped.',
  parameters: [ID, CURSOR],
  security: SECURITY,
  responses: { 200: { description: 'A page of them.', content: json('BatchPictures') }, ...declined('bad-request') },
};

const start: Operation = {
  operationId: 'startBatch',
  summary: 'Start a batch',
  description: 'From here on it takes no more pictures. Starting it again changes nothing.',
  parameters: [ID],
  security: SECURITY,
  responses: { 202: { description: 'It runs.', content: json('Batch') }, ...declined('conflict') },
};

const results: Operation = {
  operationId: 'listResults',
  summary: 'What became of a batch’s pictures',
  description: 'Those that have ended, in the order in which they did; page by page, also while the batch runs.',
  parameters: [ID, CURSOR],
  security: SECURITY,
  responses: { 200: { description: 'A page of them.', content: json('BatchResults') }, ...declined('bad-request') },
};

const result: Operation = {
  operationId: 'getResult',
  summary: 'What was made of one picture',
  description: 'The image asked for, as it lies in the bucket.',
  parameters: [
    ID,
    NAME,
    {
      name: 'If-None-Match',
      in: 'header',
      required: false,
      description: 'An entity tag; 304 while it is current.',
      schema: text,
    },
  ],
  security: SECURITY,
  responses: {
    200: {
      description: 'The image.',
      headers: { ETag: header('A strong entity tag.'), 'Content-Length': header('Its size in bytes.') },
      content: Object.fromEntries(
        ['image/png', 'image/webp', 'image/jpeg', 'application/zip'].map((type) => [
          type,
          { schema: { type: 'string', format: 'binary' } },
        ]),
      ),
    },
    304: { description: 'The client has it already.', headers: { ETag: header('The same.') } },
    ...declined(),
  },
};

const archive: Operation = {
  operationId: 'getArchive',
  summary: 'Results as a ZIP',
  description:
    'What has ended so far: up to 900 pictures or 1 GiB of results, uncompressed, made as it is sent, without Content-Length. Pictures without a result stand in ' +
    '`failed.json`. Where there is more, or will be, the header `Link` has the address of the next archive.',
  parameters: [ID, CURSOR],
  security: SECURITY,
  responses: {
    200: {
      description: 'The archive.',
      headers: {
        'Content-Disposition': header('A name for the file.'),
        Link: { ...header('The next archive (RFC 8288, rel=next).'), required: false },
      },
      content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
    },
    ...declined('bad-request'),
  },
};

const events: Operation = {
  operationId: 'followBatch',
  summary: 'How a batch goes on',
  description:
    'Server-sent events. `progress` has the batch’s state, dates, counts and failures as it is then, at most once a second; the last is `ended`, or `removed`. ' +
    'It ends after 15 minutes at the latest; ask again then.',
  parameters: [ID],
  security: SECURITY,
  responses: { 200: { description: 'The events.', content: { 'text/event-stream': { schema: text } } }, ...declined() },
};

/** The routes of batches. */
export const BATCHES = {
  '/v1/batches': { post: create },
  '/v1/batches/{id}': { get: status, delete: remove },
  '/v1/batches/{id}/pictures': { get: sent },
  '/v1/batches/{id}/pictures/{name}': { put: send },
  '/v1/batches/{id}/uploads': { post: upload },
  '/v1/batches/{id}/start': { post: start },
  '/v1/batches/{id}/results': { get: results },
  '/v1/batches/{id}/archive': { get: archive },
  '/v1/batches/{id}/events': { get: events },
  '/v1/batches/{id}/results/{name}': { get: result },
} as const;
