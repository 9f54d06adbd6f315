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
  400: declined('The request or its picture is at fault; `code` says how.'),
  403: declined('auth_failed: the key is missing or wrong.'),
  429: { ...declined('rate_limit_exceeded.'), headers: { 'Retry-After': header('Seconds to wait.') } },
  503: { ...declined('service_unavailable.'), headers: { 'Retry-After': header('Seconds to wait.') } },
  default: declined('Any other failure.'),
};

const properties = (schema: Parameters<typeof jsonSchema>[0]) => jsonSchema(schema, 'input').properties ?? {};

const removebg: Operation = {
  operationId: 'createRemovebg',
  summary: 'Cut a person out, compatible with removebg 1.0',
  description:
    'For clients of an API with this path: they need only this service’s address. The route does what `POST /v1/mattes` does, ' +
    'with the same limits. `image_url` and `bg_image_url` are declined, because this service fetches no pictures. `type` has no effect. ' +
    'A request that accepts `application/json` is answered with JSON. The answer is 404 where `CLOSED_ROUTES` lists `/v1.0`.',
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
        'X-Foreground-Top': number('Top of the person’s bounding box in the answer.'),
        'X-Foreground-Left': number('Left of that box.'),
        'X-Foreground-Width': number('Width of that box.'),
        'X-Foreground-Height': number('Height of that box.'),
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
  summary: 'Get the account',
  description: 'The service is free and counts nothing, so every number is 0. Clients can check their key with it.',
  security: KEY,
  responses: { 200: { description: 'The account.', content: reference('CompatibleAccount') }, ...FAILURES },
};

const remove: Operation = {
  operationId: 'createRemove',
  summary: 'Cut a person out, compatible with servers of background removers',
  description:
    'Compatible with servers that take a form with the picture as `file` at this path and answer a PNG. The route does ' +
    'what `POST /v1/mattes` does, with the same limits. The other fields may be given in the query. The answer is 404 where `CLOSED_ROUTES` lists `/api`.',
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

/** The routes by the interfaces of other services. */
export const COMPATIBLE = {
  '/v1.0/removebg': { post: removebg },
  '/v1.0/account': { get: account },
  '/api/remove': { post: remove },
} as const;
