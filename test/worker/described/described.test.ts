import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { builtArtifacts } from '../harness/ask.ts';
import { startWithPerson } from '../harness/person.ts';

const TOOLS = fileURLToPath(new URL('tools', import.meta.url));
const DOCUMENT = 'dist/openapi.json';
const LINTER = join(TOOLS, 'node_modules/@redocly/cli/bin/cli.js');
const COMPILER = join(TOOLS, 'node_modules/typescript/bin/tsc');
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** Routes that a client can't ask for wrongly: they have no answer between 400 and 499. */
const FAULTLESS = ['/v1/models', '/healthz', '/openapi.json'];

const run = promisify(execFile);
const node = (...args: string[]) =>
  run(process.execPath, args, { cwd: TOOLS, env: { ...process.env, ...QUIET }, maxBuffer: 2 ** 26 });

let worker: Served;
let photo: Buffer;
beforeAll(async () => {
  if (!existsSync(join(TOOLS, 'node_modules'))) {
    const npm = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    spawnSync('npm', npm, { cwd: TOOLS, stdio: 'inherit', shell: process.platform === 'win32' });
  }
  [worker, photo] = await startWithPerson({ bindings: { PARTS: 'off' } });
  await mkdir(join(TOOLS, 'dist'), { recursive: true });
  const document = await fetch(`${worker.url}/openapi.json`);
  await writeFile(join(TOOLS, DOCUMENT), Buffer.from(await document.arrayBuffer()));
}, 120_000);
afterAll(() => worker?.stop());

it('the document has no fault by the recommended rules of redocly', async () => {
  const { stdout } = await node(LINTER, 'lint', '--extends=recommended', '--format=json', DOCUMENT);
  const { problems, totals } = JSON.parse(stdout);
  expect(totals.errors).toBe(0);
  const warned = problems.map(({ ruleId, location }: { ruleId: string; location: { pointer: string }[] }) => [
    ruleId,
    location[0].pointer,
  ]);
  expect(warned).toEqual(
    FAULTLESS.map((path) => ['operation-4xx-response', `#/paths/${path.replaceAll('/', '~1')}/get/responses`]),
  );
});

it('a typed client made from it compiles, and is answered', { timeout: 120_000 }, async () => {
  await node('generate.mjs', DOCUMENT, 'dist/api.d.ts');
  await node(COMPILER, '-p', '.').catch(({ stdout }) => expect.fail(stdout));
  const picture = join(TOOLS, 'dist/photo.png');
  await writeFile(picture, photo);
  const said = JSON.parse((await node('dist/client.mjs', worker.url, picture)).stdout);
  expect(said).toMatchObject({
    status: 'ok',
    models: (await builtArtifacts()).map(({ file }) => file),
    problem: '/problems/unsupported-media-type',
    headProblem: 501,
    batchProblem: 501,
    cropped: expect.stringMatching(/^\d+ \d+$/),
  });
  for (const amount of ['croppedBytes', 'matteBytes', 'base64', 'maskBytes'])
    expect(said[amount], amount).toBeGreaterThan(1000);
});
