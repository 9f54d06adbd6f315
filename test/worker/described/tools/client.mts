// A program by somebody who has the OpenAPI document and nothing else: node client.mjs ADDRESS PHOTO
import { readFile } from 'node:fs/promises';
import createClient from 'openapi-fetch';
import type { components, paths } from './dist/api.d.ts';

const [baseUrl, photo] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });
const image = new Blob([await readFile(photo)]);

const asForm = (fields: object) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};
const asItIs = <Body,>(body: Body) => body;
const JSON_ONLY = { Accept: 'application/json' };

const health = await api.GET('/healthz');
const models = await api.GET('/v1/models');
const cropped = await api.POST('/v1/mattes', {
  body: { image, model: 'lite', size: 'preview', crop: 'person', background: '#f6d365' },
  bodySerializer: asForm,
  parseAs: 'blob',
});
const matte = await api.POST('/v1/mattes', {
  params: { query: { model: 'lite', output: 'matte' } },
  headers: { 'Content-Type': 'image/png' },
  body: image,
  bodySerializer: asItIs,
  parseAs: 'blob',
});
const head = await api.POST('/v1/mattes', {
  params: { query: { model: 'lite', part: 'head' } },
  headers: { 'Content-Type': 'image/png' },
  body: image,
  bodySerializer: asItIs,
  parseAs: 'blob',
});
const declined = await api.POST('/v1/mattes', {
  headers: { 'Content-Type': 'application/octet-stream' },
  body: new Blob(['no picture']),
  bodySerializer: asItIs,
});
const compatible = await api.POST('/v1.0/removebg', {
  headers: JSON_ONLY,
  body: { image_file: image, size: 'preview' },
  bodySerializer: asForm,
});
const mask = await api.POST('/api/remove', {
  body: { file: image, om: 'true' },
  bodySerializer: asForm,
  parseAs: 'blob',
});

const batch = await api.POST('/v1/batches', { body: { options: { background: 'white', format: 'jpeg' } } });

const status: 'ok' | undefined = health.data?.status;
const problem: components['schemas']['Problem'] | undefined = declined.error;
const base64 = (compatible.data as components['schemas']['CompatibleAnswer'] | undefined)?.data.result_b64;

console.log(
  JSON.stringify({
    status,
    models: models.data?.artifacts.map(({ file }) => file),
    cropped: cropped.response.headers.get('Matteo-Size'),
    croppedBytes: cropped.data?.size,
    matteBytes: matte.data?.size,
    headProblem: head.error?.status,
    problem: problem?.type,
    batchProblem: batch.error?.status,
    base64: base64?.length,
    maskBytes: mask.data?.size,
  }),
);

/** What the types must not let through; it is compiled and never called. */
export function wrong() {
  // @ts-expect-error There is no such route.
  api.GET('/v1/pictures');
  // @ts-expect-error There is no such output.
  api.POST('/v1/mattes', { params: { query: { output: 'person' } }, body: image });
  // @ts-expect-error There is no such part.
  api.POST('/v1/mattes', { params: { query: { part: 'nose' } }, body: image });
  // @ts-expect-error A batch has no such option.
  api.POST('/v1/batches', { body: { options: { output: 'person' } } });
  // @ts-expect-error A form needs its picture.
  api.POST('/v1/mattes', { body: { output: 'cutout' } });
}
