import type { ProblemName } from '../../shared/contracts/http.ts';
import type { Operation, Parameter } from './operation.ts';
import { header, problems } from './responses.ts';

const text = { type: 'string' };
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const CURSOR: Parameter = {
  name: 'cursor',
  in: 'query',
  required: false,
  description: 'The `cursor` of the previous answer: the list continues after it.',
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
  summary: 'Create a batch',
  description:
    'A batch is a set of pictures that are cut out in the background. Pictures can be added until it is started. ' +
    'Only the token that created it has access; any other gets 404. Where batches are not set up, the answer is 501 and names what is missing.',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'A repeated request with the same key, body and token is answered with the same batch.',
      schema: text,
    },
  ],
  requestBody: { required: false, content: json('NewBatch') },
  security: SECURITY,
  responses: {
    201: {
      description: 'The batch.',
      headers: { Location: header('The address of the batch.') },
      content: json('Batch'),
    },
    ...problems(
      ...(['bad-request', 'unauthorized', 'forbidden', 'conflict', 'timeout', 'too-large', 'unprocessable'] as const),
      ...(['not-implemented', 'too-many-requests', 'busy'] as const),
    ),
  },
};

const status: Operation = {
  operationId: 'getBatch',
  summary: 'Get a batch',
  description: 'Its state, counts, failures by reason, and the estimated time left.',
  parameters: [ID],
  security: SECURITY,
  responses: { 200: { description: 'The batch.', content: json('Batch') }, ...declined() },
};

const remove: Operation = {
  operationId: 'deleteBatch',
  summary: 'Cancel and delete a batch',
  description: 'The batch can’t be read any more at once. Its pictures and results are deleted within minutes.',
  parameters: [ID],
  security: SECURITY,
  responses: { 204: { description: 'It is deleted.' }, ...declined() },
};

const send: Operation = {
  operationId: 'putPicture',
  summary: 'Add a picture to a batch',
  description:
    'A JPEG, PNG or still WebP within the limits of `POST /v1/mattes`, with a Content-Length. The first bytes are checked at once, ' +
    'the rest when the picture is cut out. A picture of the same name is replaced.',
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
    201: { description: 'The picture was added.', content: json('BatchPicture') },
    ...declined('bad-request', 'timeout', 'conflict', 'too-large', 'unsupported-media-type'),
  },
};

const upload: Operation = {
  operationId: 'createUpload',
  summary: 'Create an upload link',
  description:
    'The picture is then sent to `url` by PUT, directly to the storage. It counts as added at once. A missing or different picture is found only when its turn comes, so start the batch after the last upload has ended. ' +
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
  summary: 'List the pictures of a batch',
  description: 'In the order in which they were added, in pages. Clients can resume an interrupted upload with it.',
  parameters: [ID, CURSOR],
  security: SECURITY,
  responses: { 200: { description: 'A page of them.', content: json('BatchPictures') }, ...declined('bad-request') },
};

const start: Operation = {
  operationId: 'startBatch',
  summary: 'Start a batch',
  description: 'No more pictures can be added. Starting a started batch changes nothing.',
  parameters: [ID],
  security: SECURITY,
  responses: { 202: { description: 'The batch is started.', content: json('Batch') }, ...declined('conflict') },
};

const results: Operation = {
  operationId: 'listResults',
  summary: 'List the results of a batch',
  description:
    'Pictures that are finished or have failed, in the order in which they ended, in pages; also while the batch runs.',
  parameters: [ID, CURSOR],
  security: SECURITY,
  responses: { 200: { description: 'A page of them.', content: json('BatchResults') }, ...declined('bad-request') },
};

const result: Operation = {
  operationId: 'getResult',
  summary: 'Download one result',
  description: 'The cutout or matte, as it is stored.',
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
    304: { description: 'Not modified: the client’s copy is current.', headers: { ETag: header('The same.') } },
    ...declined(),
  },
};

const archive: Operation = {
  operationId: 'getArchive',
  summary: 'Download the results as ZIP',
  description:
    'The results so far: up to 900 pictures or 1 GiB, uncompressed. The archive is generated while it is sent, so it has no Content-Length. Failed pictures are listed in ' +
    '`failed.json`. The header `Link` has the address of the next archive if there is or will be one.',
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
  summary: 'Follow the progress of a batch',
  description:
    'Server-sent events. `progress` has the batch’s current state, dates, counts and failures, at most once a second. The last event is `ended` or `removed`. ' +
    'The stream ends after 15 minutes at the latest; request it again then.',
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
