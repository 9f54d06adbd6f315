import { matteHeadersSchema } from '../../shared/contracts/http.ts';
import { matteQuerySchema } from '../../shared/contracts/matte-query.ts';
import { MEDIA_TYPES } from '../intake/accept.ts';
import {
  backgroundPixels,
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
  'application/x-www-form-urlencoded',
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
const NOT_MODIFIED = { 304: { description: 'Not modified: the client’s copy is current.', headers: ETAG } };
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const catalog: Operation = {
  operationId: 'getCatalog',
  summary: 'List the networks',
  description:
    'The catalog: for each network its file, hash, input and output shapes, normalisation and licence. Networks that the owner added are under `own`, each with its card; the Worker runs none of them.',
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
  description:
    'The `file` of an artifact in the catalog, of a network under `own` or of its card. The name contains the hash of the content, so it may be cached forever.',
  schema: text,
};
const BINARY = { 'application/octet-stream': { schema: IMAGE } };

const artifact: Operation = {
  operationId: 'getArtifact',
  summary: 'Download a network',
  description:
    'An ONNX file, or the card (JSON) of a network under `own`; or one byte range of it. A request for several ranges gets the whole file.',
  parameters: [
    FILE,
    IF_NONE_MATCH,
    asked('Range', 'One range of bytes, such as `bytes=0-1023`.'),
    asked('If-Range', 'An entity tag. The range is answered if it is current, else the whole file.'),
  ],
  responses: {
    200: { description: 'The artifact.', headers: ETAG, content: BINARY },
    206: {
      description: 'The range.',
      headers: { ...ETAG, 'Content-Range': header('The range and the length of the whole file.') },
      content: BINARY,
    },
    ...NOT_MODIFIED,
    ...problems('not-found', 'range-not-satisfiable', 'unavailable'),
  },
};

const artifactHead: Operation = {
  operationId: 'headArtifact',
  summary: 'Get the headers of a network’s file',
  description: 'The headers of the whole file, without its content.',
  parameters: [FILE, IF_NONE_MATCH],
  responses: {
    200: { description: 'The file exists.', headers: { ...ETAG, 'Content-Length': header('Its size in bytes.') } },
    ...NOT_MODIFIED,
    404: { description: 'The catalog lists no such file.' },
    503: { description: 'No catalog is deployed here.', headers: { 'Retry-After': header('Seconds to wait.') } },
  },
};

const matte: Operation = {
  operationId: 'createMatte',
  summary: 'Cut a person out of a picture',
  description:
    'Send an image as the body, or as the field `image` of a form, whose other fields are parameters like those of the query. ' +
    'The first bytes of the image decide its format; its media type does not. ' +
    `JPEG, PNG or still WebP, at most ${MAX_BODY_BYTES / 2 ** 20} MiB, ${MAX_COPIED_BYTES / 2 ** 20} without a Content-Length; a form with all its files likewise. ` +
    `A JPEG may have ${amount(MAX_JPEG_PIXELS)} pixels, a PNG that is not interlaced ${amount(MAX_PNG_PIXELS)}; ` +
    `of more than ${amount(MAX_PIXELS)}, the full size is answered as PNG, JPEG or ZIP and sent as it is made, ` +
    `without Content-Length. Any other picture may have at most ${amount(MAX_PIXELS)} pixels, ` +
    `${amount(MAX_WEBP_PIXELS)} if it is a WebP or is answered as one. ` +
    'A body must arrive within 15 s, at 4 KiB a second at least. ' +
    'Colours are converted to sRGB by ICC profiles that consist of curves ' +
    '(RGB with a matrix, or grey), and in PNG by cICP, gAMA and cHRM. ICC profiles that consist of tables are ignored. CMYK is converted without its profile: red is (1 - cyan) × (1 - black), green and blue likewise. The picture is neither stored nor logged.',
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
              description: `A colour, or a picture: a JPEG of at most ${amount(MAX_JPEG_PIXELS)} pixels, a PNG of ${amount(MAX_PNG_PIXELS)}, or a still WebP of ${amount(backgroundPixels(true))}. An interlaced or turned PNG, a JPEG of unusually many scans, and some large ones that EXIF turns by 90°, may have ${amount(backgroundPixels(false))}.`,
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
        'Server-Timing': header('The duration of each stage in milliseconds.'),
      },
      content: Object.fromEntries(Object.values(MEDIA_TYPES).map((type) => [type, { schema: IMAGE }])),
    },
    ...problems(
      ...(['bad-request', 'unauthorized', 'forbidden', 'not-acceptable', 'timeout', 'too-large'] as const),
      ...([
        'unsupported-media-type',
        'unprocessable',
        'no-person',
        'not-implemented',
        'too-many-requests',
        'busy',
        'unavailable',
      ] as const),
    ),
  },
};

const health: Operation = {
  operationId: 'getHealth',
  summary: 'Get the version',
  description: 'The version of the service and the SHA-256 of its catalog: equal hashes serve equal artifacts.',
  responses: {
    200: { description: 'The service is running.', content: json('Health') },
    ...problems('unavailable'),
  },
};

const document: Operation = {
  operationId: 'getOpenApi',
  summary: 'Get this document',
  description: 'The API in OpenAPI 3.1, generated from the schemas that validate requests.',
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
