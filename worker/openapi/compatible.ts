import { removeSchema } from '../../shared/contracts/remove.ts';
import { removebgSchema } from '../../shared/contracts/removebg.ts';
import { MEDIA_TYPES } from '../intake/accept.ts';
import type { Operation } from './operation.ts';
import { header, problems } from './responses.ts';
import { jsonSchema } from './schemas.ts';

const IMAGE = { type: 'string', format: 'binary' } as const;
const KEY = [{ key: [] }, { token: [] }, {}];
const reference = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const ERRORS = reference('CompatibleErrors');
const declined = (description: string) => ({ description, content: ERRORS });
const number = (description: string) => header(description, { type: 'string' });

/** Every failure of the `/v1.0` routes. */
const FAILURES = {
  400: declined('Any fault of the request or its picture, told by `code`.'),
  403: declined('auth_failed: the key is missing or another service’s.'),
  429: { ...declined('rate_limit_exceeded.'), headers: { 'Retry-After': header('Seconds to wait.') } },
  503: { ...declined('service_unavailable.'), headers: { 'Retry-After': header('Seconds to wait.') } },
  default: declined('Any other failure.'),
};

const properties = (schema: Parameters<typeof jsonSchema>[0]) => jsonSchema(schema, 'input').properties ?? {};

const removebg: Operation = {
  operationId: 'createRemovebg',
  summary: 'The same, for clients with the words of removebg 1.0',
  description:
    'Compatible: clients of an API with this path need this service’s address and nothing else. It is `POST /v1/mattes` in other words, ' +
    'with the same limits. `image_url` and `bg_image_url` are declined: nothing is fetched. `type` has no effect. ' +
    'JSON is answered to whom accepts `application/json`. Closed where `CLOSED_ROUTES` lists `/v1.0`.',
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: { image_file: IMAGE, bg_image_file: IMAGE, ...properties(removebgSchema) },
        },
      },
      'application/json': { schema: { type: 'object', properties: properties(removebgSchema) } },
      'application/x-www-form-urlencoded': { schema: { type: 'object', properties: properties(removebgSchema) } },
    },
  },
  security: KEY,
  responses: {
    200: {
      description: 'The image, or JSON with it in base64.',
      headers: {
        'X-Width': number('Width of the answer in pixels.'),
        'X-Height': number('Its height.'),
        'X-Credits-Charged': number('Always 0.'),
        'X-Foreground-Top': number('Where what was cut out begins, from above.'),
        'X-Foreground-Left': number('From the left.'),
        'X-Foreground-Width': number('How wide it is.'),
        'X-Foreground-Height': number('How high it is.'),
      },
      content: {
        ...Object.fromEntries(Object.values(MEDIA_TYPES).map((type) => [type, { schema: IMAGE }])),
        ...reference('CompatibleAnswer'),
      },
    },
    ...FAILURES,
  },
};

const account: Operation = {
  operationId: 'getAccount',
  summary: 'An account, for clients that ask for one',
  description: 'Nothing costs and nothing is counted: every number is 0. It tells whether a key is taken.',
  security: KEY,
  responses: { 200: { description: 'The account.', content: reference('CompatibleAccount') }, ...FAILURES },
};

const remove: Operation = {
  operationId: 'createRemove',
  summary: 'The same, for clients of a background remover’s own server',
  description:
    'Compatible with servers that take a form with the picture as `file` at this path and answer a PNG. It is `POST /v1/mattes` in other ' +
    'words, with the same limits; the fields may stand in the query. Closed where `CLOSED_ROUTES` lists `/api`.',
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: { type: 'object', required: ['file'], properties: { file: IMAGE, ...properties(removeSchema) } },
      },
    },
  },
  security: [{ token: [] }, {}],
  responses: {
    200: { description: 'The cutout, or the mask.', content: { 'image/png': { schema: IMAGE } } },
    ...problems(
      ...(['bad-request', 'unauthorized', 'forbidden', 'timeout', 'too-large', 'unsupported-media-type'] as const),
      ...(['unprocessable', 'no-person', 'too-many-requests', 'busy', 'unavailable'] as const),
    ),
  },
};

/** The routes in other services' words. */
export const COMPATIBLE = {
  '/v1.0/removebg': { post: removebg },
  '/v1.0/account': { get: account },
  '/api/remove': { post: remove },
} as const;
