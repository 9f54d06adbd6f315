import { matteHeadersSchema } from '../../shared/contracts/http.ts';
import { matteQuerySchema } from '../../shared/contracts/matte-query.ts';
import { MEDIA_TYPES } from '../intake/accept.ts';
import {
  MAX_BODY_BYTES,
  MAX_COPIED_BYTES,
  MAX_JPEG_PIXELS,
  MAX_PIXELS,
  MAX_PNG_PIXELS,
  MAX_WEBP_PIXELS,
} from '../limits.ts';
import { BATCHES } from './batches.ts';
import { COMPATIBLE } from './compatible.ts';
import type { Operation, Parameter } from './operation.ts';
import { ETAG, header, problems } from './responses.ts';
import { jsonSchema, propertiesOf } from './schemas.ts';

const IMAGE = { type: 'string', format: 'binary' } as const;
const IMAGES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/*',
  'application/octet-stream',
  'application/x-octet-stream',
  'binary/octet-stream',
];
const text = { type: 'string' };
const amount = (value: number) => value.toLocaleString('en-US');

const asked = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: text,
});
const IF_NONE_MATCH = asked('If-None-Match', 'An entity tag; 304 while it is current.');
const NOT_MODIFIED = { 304: { description: 'The client has it already.', headers: ETAG } };
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const catalog: Operation = {
  operationId: 'getCatalog',
  summary: 'The catalog of artifacts',
  description: 'Every network that is served here: its file, hash, shapes, normalisation and licence.',
  parameters: [IF_NONE_MATCH],
  responses: {
    200: { description: 'The catalog.', headers: ETAG, content: json('Catalog') },
    ...NOT_MODIFIED,
    ...problems('unavailable'),
  },
};

const FILE: Parameter = {
  name: 'file',
  in: 'path',
  required: true,
  description: 'The `file` of an artifact in the catalog. It carries the content’s hash, so it is cached forever.',
  schema: text,
};
const BINARY = { 'application/octet-stream': { schema: IMAGE } };

const artifact: Operation = {
  operationId: 'getArtifact',
  summary: 'One artifact',
  description: 'An ONNX file, whole or a single range of it. Several ranges at once are answered with the whole.',
  parameters: [
    FILE,
    IF_NONE_MATCH,
    asked('Range', 'One range of bytes, such as `bytes=0-1023`.'),
    asked('If-Range', 'The range, where this entity tag is current; the whole otherwise.'),
  ],
  responses: {
    200: { description: 'The artifact.', headers: ETAG, content: BINARY },
    206: {
      description: 'The range of it.',
      headers: { ...ETAG, 'Content-Range': header('Which bytes, of how many.') },
      content: BINARY,
    },
    ...NOT_MODIFIED,
    ...problems('not-found', 'range-not-satisfiable', 'unavailable'),
  },
};

const artifactHead: Operation = {
  operationId: 'headArtifact',
  summary: 'What one artifact is',
  description: 'The headers of the whole artifact, without its bytes.',
  parameters: [FILE, IF_NONE_MATCH],
  responses: {
    200: { description: 'It is there.', headers: { ...ETAG, 'Content-Length': header('Its size in bytes.') } },
    ...NOT_MODIFIED,
    404: { description: 'The catalog lists no artifact of this name.' },
    503: { description: 'No catalog is deployed here.', headers: { 'Retry-After': header('Seconds to wait.') } },
  },
};

const matte: Operation = {
  operationId: 'createMatte',
  summary: 'Cut a person out of a picture',
  description:
    'Send an image as the body, or as the field `image` of a form, whose other fields are parameters like those of the query. ' +
    'What the type says of the image, if anything, does not matter: its bytes decide. The answer is the image asked for. ' +
    `JPEG, PNG or still WebP, at most ${MAX_BODY_BYTES / 2 ** 20} MiB, ${MAX_COPIED_BYTES / 2 ** 20} as a form. ` +
    `A JPEG may have ${amount(MAX_JPEG_PIXELS)} pixels, a PNG that is not interlaced ${amount(MAX_PNG_PIXELS)}; ` +
    `of more than ${amount(MAX_PIXELS)}, the full size is answered as PNG, JPEG or ZIP and sent as it is made, ` +
    `without Content-Length. All else has at most ${amount(MAX_PIXELS)} pixels, ` +
    `${amount(MAX_WEBP_PIXELS)} where WebP comes in or goes out, whose codecs take several times the memory; ` +
    'the coarse matte has its own size, which is never too large. A body has 15 s to arrive, at 4 KiB a second at least. ' +
    'The colours are converted to sRGB from what the image says of them: ICC profiles of curves ' +
    '(RGB with a matrix, or grey), and in PNG cICP, gAMA and cHRM. Profiles of tables are ignored, those of CMYK too: red is (1 - cyan) × (1 - black), and so on. Nothing of the picture is kept or logged.',
  parameters: propertiesOf(matteQuerySchema, 'input').map((property) => ({ ...property, in: 'query' })),
  requestBody: {
    required: true,
    content: {
      ...Object.fromEntries(IMAGES.map((type) => [type, { schema: IMAGE }])),
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['image'],
          properties: {
            image: IMAGE,
            ...jsonSchema(matteQuerySchema, 'input').properties,
            background: {
              description: 'A colour, or a picture of a quarter of the pixels at most.',
              anyOf: [jsonSchema(matteQuerySchema, 'input').properties!.background, IMAGE],
            },
          },
          additionalProperties: false,
        },
      },
    },
  },
  security: [{ token: [] }, {}],
  responses: {
    200: {
      description: 'The image.',
      headers: {
        ...Object.fromEntries(
          propertiesOf(matteHeadersSchema, 'output').map(({ name, description, schema, required }) => [
            name,
            { ...header(description, schema), ...(!required && { required }) },
          ]),
        ),
        'Request-Id': header(
          'The request’s own `Request-Id` where it has one (letters, digits, `_`, `-`, `=`), else a new one.',
        ),
        'Server-Timing': header('How long each stage took, in milliseconds.'),
      },
      content: Object.fromEntries(Object.values(MEDIA_TYPES).map((type) => [type, { schema: IMAGE }])),
    },
    ...problems(
      ...(['bad-request', 'unauthorized', 'forbidden', 'not-acceptable', 'timeout', 'too-large'] as const),
      ...([
        'unsupported-media-type',
        'unprocessable',
        'no-person',
        'too-many-requests',
        'busy',
        'unavailable',
      ] as const),
    ),
  },
};

const health: Operation = {
  operationId: 'getHealth',
  summary: 'Which version answers',
  description: 'The version of the service and the SHA-256 of its catalog: equal hashes serve equal artifacts.',
  responses: {
    200: { description: 'It is well.', content: json('Health') },
    ...problems('unavailable'),
  },
};

const document: Operation = {
  operationId: 'getOpenApi',
  summary: 'This document',
  description: 'OpenAPI 3.1, made from the schemas that validate.',
  responses: { 200: { description: 'The document.', content: { 'application/json': { schema: { type: 'object' } } } } },
};

/** Every route of the API, by path and method. */
export const PATHS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/v1/mattes': { post: matte },
  '/v1/models': { get: catalog },
  '/v1/models/{file}': { get: artifact, head: artifactHead },
  ...BATCHES,
  ...COMPATIBLE,
  '/healthz': { get: health },
  '/openapi.json': { get: document },
};
