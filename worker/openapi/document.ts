import {
  batchSchema,
  newBatchSchema,
  newUploadSchema,
  pictureSchema,
  resultsSchema,
  sentSchema,
  uploadSchema,
} from '../../shared/contracts/batches.ts';
import { healthSchema, problemSchema } from '../../shared/contracts/http.ts';
import { accountSchema, removebgAnswerSchema, removebgErrorsSchema } from '../../shared/contracts/removebg.ts';
import { servedCatalogSchema } from '../../shared/inference/own/served.ts';
import { PATHS } from './operations.ts';
import { jsonSchema } from './schemas.ts';

/** The OpenAPI 3.1 document of the API, made from the schemas that validate. */
export const openApi = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Matteo',
    version,
    description: 'Cut people out of pictures: networks to run on your own device, and mattes for devices that can’t.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  // Open where an operation says nothing else.
  security: [],
  paths: PATHS,
  components: {
    schemas: {
      Catalog: jsonSchema(servedCatalogSchema, 'output'),
      Health: jsonSchema(healthSchema, 'output'),
      Problem: jsonSchema(problemSchema, 'output'),
      NewBatch: jsonSchema(newBatchSchema, 'input'),
      Batch: jsonSchema(batchSchema, 'output'),
      BatchPicture: jsonSchema(pictureSchema, 'output'),
      NewUpload: jsonSchema(newUploadSchema, 'input'),
      BatchUpload: jsonSchema(uploadSchema, 'output'),
      BatchPictures: jsonSchema(sentSchema, 'output'),
      BatchResults: jsonSchema(resultsSchema, 'output'),
      CompatibleAccount: jsonSchema(accountSchema, 'output'),
      CompatibleAnswer: jsonSchema(removebgAnswerSchema, 'output'),
      CompatibleErrors: jsonSchema(removebgErrorsSchema, 'output'),
    },
    securitySchemes: {
      key: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Api-Key',
        description: 'A token, where the deployment requires one.',
      },
      token: { type: 'http', scheme: 'bearer', description: 'A token, where the deployment requires one.' },
    },
  },
});

export type OpenApi = ReturnType<typeof openApi>;
