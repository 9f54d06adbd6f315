import { catalogSchema, findArtifact } from '../../../shared/inference/catalog.ts';
import { openRunner } from '../../../shared/inference/runner.ts';
import { importOrt } from '../../../shared/web/runtime/ort.ts';

/** One network input, as it travels into the page. */
export interface Input {
  readonly dims: readonly number[];
  readonly values: number[];
}

declare global {
  var mattesBy: (request: {
    ort: string;
    provider: 'wasm' | 'webgpu';
    inputs: readonly Input[];
  }) => Promise<number[][]>;
}

/** Portrait's mattes of some inputs by one of the runtime's providers. Runs in the page. */
globalThis.mattesBy = async ({ ort: base, provider, inputs }) => {
  const ort = await importOrt(new URL(base, location.href).href, ['jspi', 'asyncify', 'wasm']);
  const models = new URL('/models/', location.href);
  const catalog = catalogSchema.parse(await (await fetch(new URL('catalog.json', models))).json());
  const artifact = findArtifact(catalog, 'portrait-s', 'int8');
  if (!artifact) throw new Error('The catalog has no portrait in eight bits.');
  const bytes = new Uint8Array(await (await fetch(new URL(artifact.file, models))).arrayBuffer());
  const runner = await openRunner(ort, artifact, bytes, provider);
  const mattes: number[][] = [];
  for (const { dims, values } of inputs) {
    mattes.push([...(await runner.run({ dims, data: Float32Array.from(values) })).data]);
  }
  await runner.dispose();
  return mattes;
};
