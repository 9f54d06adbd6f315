import { afterEach, expect, it, vi } from 'vitest';
import { createWebEngine } from '../../../shared/web/web-engine.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { runnerOf } from '../../fixtures/engine/runner.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

vi.mock('../../../shared/web/runtime/ort.ts', () => ({ importOrt: async () => ({ env: { versions: {} } }) }));
vi.mock('../../../shared/web/verdicts.ts', () => ({ verdicts: () => undefined }));
// Vite reads no shaders.
vi.mock('../../../shared/web/gpu/accelerator.ts', () => ({}));
vi.mock('../../../shared/web/gpu/residents.ts', () => ({ createResidents() {} }));
vi.mock('../../../shared/inference/runner.ts', () => ({
  openRunner: async () => runnerOf(() => alphaTensor(2, 2, () => 1)),
}));
afterEach(() => vi.unstubAllGlobals());

const catalog = {
  version: 1,
  artifacts: (['portrait-s', 'lite'] as const).map((network) => artifactOf({ id: `${network}-fp32`, network })),
};
const brokenOff = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('broken off')) }));

it.each<[string, () => Response, string]>([
  ['that breaks off', brokenOff, 'could not be fetched from site.test'],
  ['that is refused', () => new Response('', { status: 503 }), 'site.test answered 503'],
])('a download %s fails one job, and the next one fetches again', async (_, failed, words) => {
  const answers = [failed, () => new Response(new Uint8Array(2))];
  vi.stubGlobal('fetch', async ({ pathname }: URL) =>
    pathname.endsWith('.json') ? Response.json(catalog) : answers.shift()!(),
  );
  const at = { ortBase: 'https://site.test/ort/', modelsBase: 'https://site.test/models/' };
  const engine = await createWebEngine({ ...at, ortBuilds: ['wasm'], backend: 'wasm' });
  await expect(engine.prepare('portrait-s')).rejects.toMatchObject({
    code: 'no-backend',
    message: expect.stringContaining(words),
  });
  expect(await engine.prepare('portrait-s')).toBe('wasm');
  expect(answers).toEqual([]);
});
