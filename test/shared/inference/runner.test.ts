import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../../shared/hash.ts';
import { type OrtModule, openRunner, verify } from '../../../shared/inference/runner.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const bytes = new TextEncoder().encode('abc');
const HASH = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const artifact = artifactOf({ sha256: HASH });

/** A runtime whose network answers with `values`, and with the log-odds of a person. */
function runtime(values: number[], ...personOdds: number[]) {
  const personData = vi.fn(async () => Float32Array.from(personOdds));
  const outputData = vi.fn(async () => Float32Array.from(values));
  const dispose = vi.fn();
  const run = vi.fn(async () => ({
    output: { dims: [1, 1, 1, values.length], getData: outputData, dispose },
    person: { dims: [1, 1, 1, 1], getData: personData, dispose },
  }));
  const release = vi.fn(async () => {});
  const create = vi.fn(async () => ({ run, release }));
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: Float32Array,
      readonly dims: readonly number[],
    ) {}
  }
  const ort = { InferenceSession: { create }, Tensor } as unknown as OrtModule;
  return { ort, run, release, create, outputData, personData, dispose };
}

describe('verification', () => {
  it('computes SHA-256 as everybody does', async () => {
    expect(await sha256(bytes)).toBe(HASH);
    const long = new Uint8Array(100_000).fill(7);
    expect(await sha256(long)).toBe(createHash('sha256').update(long).digest('hex'));
  });

  it('lets the catalog’s own bytes pass', async () => {
    await expect(verify(artifact, bytes)).resolves.toBeUndefined();
  });

  it('refuses other bytes, naming the file and both hashes', async () => {
    const wrong = new TextEncoder().encode('abd');
    const error = await verify(artifact, wrong).catch((thrown) => thrown);
    expect(error.code).toBe('artifact-mismatch');
    for (const part of [artifact.file, HASH, await sha256(wrong)]) expect(error.message).toContain(part);
  });

  it('comes before a session is made', async () => {
    const { ort, create } = runtime([]);
    await expect(openRunner(ort, artifact, new Uint8Array(3), 'wasm')).rejects.toMatchObject({
      code: 'artifact-mismatch',
    });
    expect(create).not.toHaveBeenCalled();
  });
});

describe('a runner', () => {
  it('feeds and reads by the catalog’s names, on the provider asked for', async () => {
    const { ort, run, create } = runtime([0, 0.5, 1]);
    const runner = await openRunner(ort, artifact, bytes, 'webgpu');
    expect(create).toHaveBeenCalledWith(bytes, expect.objectContaining({ executionProviders: ['webgpu'] }));
    const input = alphaTensor(2, 1, (x) => x);
    const output = await runner.run(input);
    expect(run).toHaveBeenCalledWith({ input: { type: 'float32', ...input } }, ['output']);
    expect(output).toEqual({ dims: [1, 1, 1, 3], data: Float32Array.of(0, 0.5, 1) });
  });

  it('gives the log-odds of a person where the catalog names a second output', async () => {
    const { ort, run, personData } = runtime([0.5], 3.5);
    const output = { ...artifact.output, person: 'person' } as typeof artifact.output;
    const runner = await openRunner(ort, { ...artifact, output }, bytes, 'wasm');
    const answer = await runner.run(alphaTensor(1, 1, () => 0));
    expect(run).toHaveBeenCalledWith(expect.anything(), ['output', 'person']);
    expect(answer).toEqual({ dims: [1, 1, 1, 1], data: Float32Array.of(0.5), personOdds: 3.5 });
    expect(personData).toHaveBeenCalledWith(true);
    for (const odds of [[Number.NaN], [], [1, 2]]) {
      const broken = await openRunner(runtime([0.5], ...odds).ort, { ...artifact, output }, bytes, 'wasm');
      await expect(broken.run(alphaTensor(1, 1, () => 0))).rejects.toMatchObject({ code: 'engine-failed' });
    }
  });

  it.each(['outputData', 'personData'] as const)('gives all outputs back if reading one fails: %s', async (which) => {
    const mocks = runtime([0.5], 3.5);
    mocks[which].mockRejectedValueOnce(new Error('gone'));
    const output = { ...artifact.output, person: 'person' } as typeof artifact.output;
    const residence = { find: () => undefined, keep: vi.fn() };
    const runner = await openRunner(mocks.ort, { ...artifact, output }, bytes, 'webgpu', {}, residence);
    await expect(runner.run(alphaTensor(1, 1, () => 0))).rejects.toThrow('gone');
    expect(mocks.dispose).toHaveBeenCalledTimes(2);
    expect(residence.keep).not.toHaveBeenCalled();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses an output with %s',
    async (odd) => {
      const { ort } = runtime([0, 1, odd, 1]);
      const runner = await openRunner(ort, artifact, bytes, 'wasm');
      await expect(runner.run(alphaTensor(1, 1, () => 0))).rejects.toMatchObject({ code: 'engine-failed' });
    },
  );

  it('refuses an output where two infinities would cancel', async () => {
    const { ort } = runtime([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const runner = await openRunner(ort, artifact, bytes, 'wasm');
    await expect(runner.run(alphaTensor(1, 1, () => 0))).rejects.toMatchObject({ code: 'engine-failed' });
  });

  it('says in a sentence what the runtime throws, whose own words stand after it', async () => {
    const { ort, create, run } = runtime([]);
    create.mockRejectedValueOnce(new Error('no shader-f16'));
    await expect(openRunner(ort, artifact, bytes, 'webgpu')).rejects.toThrow(
      'The runtime can’t open the network — no shader-f16',
    );
    const runner = await openRunner(ort, artifact, bytes, 'webgpu');
    const input = alphaTensor(1, 1, () => 0);
    run.mockRejectedValueOnce(new Error('ERROR_CODE: 1'));
    await expect(runner.run(input)).rejects.toThrow('The runtime failed in the middle of its work — ERROR_CODE: 1');
    for (const raw of [
      'WebGPU device lost (2): gone',
      'A valid external Instance reference no longer exists: Device was destroyed.',
    ]) {
      run.mockRejectedValueOnce(new Error(raw));
      await expect(runner.run(input)).rejects.toThrow(/^The GPU was lost, .* — .*[Dd]evice/);
    }
  });

  it('feeds what the runtime’s device has at hand, and leaves the output there', async () => {
    const { ort, run } = runtime([0, 1]);
    const there = { gpuBuffer: {} } as never;
    const keep = vi.fn();
    const runner = await openRunner(ort, artifact, bytes, 'webgpu', {}, { find: () => there, keep });
    const answer = await runner.run(alphaTensor(2, 1, (x) => x));
    expect(run).toHaveBeenCalledWith({ input: there }, ['output']);
    expect(answer.data).toEqual(Float32Array.of(0, 1));
    expect(keep).toHaveBeenCalledWith(answer, (await run.mock.results[0].value).output);
  });

  it('gives its session back', async () => {
    const { ort, release } = runtime([]);
    await (await openRunner(ort, artifact, bytes, 'wasm')).dispose();
    expect(release).toHaveBeenCalledOnce();
  });
});
