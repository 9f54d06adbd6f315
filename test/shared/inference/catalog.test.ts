import { describe, expect, it } from 'vitest';
import { type Artifact, artifactSchema, catalogSchema, findArtifact } from '../../../shared/inference/catalog.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';

const accepts = (changes: Record<string, unknown>) =>
  artifactSchema.safeParse({ ...artifactOf(), ...changes } as Artifact).success;

describe('an artifact', () => {
  it('is accepted as the exporter writes it', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ network: 'face', output: { name: 'scores', meaning: 'log-odds' } })).toBe(true);
    expect(accepts({ golden: { width: 1, height: 1, alpha: 'AA==' } })).toBe(true);
  });

  it.each([
    ['a file outside of the folder', { file: '../modnet-fp32.abababab.onnx' }],
    ['an address for a file', { file: 'https://example.org/modnet-fp32.abababab.onnx' }],
    ['a file without a hash in its name', { file: 'modnet-fp32.onnx' }],
    ['a short hash', { sha256: 'abab' }],
    ['a hash in upper case', { sha256: 'AB'.repeat(32) }],
    ['no bytes', { bytes: 0 }],
    ['half a byte', { bytes: 1.5 }],
    ['a network nobody knows', { network: 'pets' }],
    ['a precision nobody knows', { precision: 'fp8' }],
    ['no licence', { licence: '' }],
    ['two means', { input: { ...artifactOf().input, mean: [0, 0] } }],
    ['another layout', { input: { ...artifactOf().input, layout: 'NHWC' } }],
    ['a size of no policy', { input: { ...artifactOf().input, size: { width: 256, height: 256 } } }],
    ['a multiple of 0', { input: { ...artifactOf().input, size: { policy: 'multiple', multiple: 0, shortSide: 5 } } }],
    ['a golden matte that is not base64', { golden: { width: 1, height: 1, alpha: '<>' } }],
    ['no output', { output: undefined }],
    ['an output that means something else', { output: { name: 'output', meaning: 'depth' } }],
  ])('is refused with %s', (_, changes) => {
    expect(accepts(changes)).toBe(false);
  });
});

describe('a catalog', () => {
  const half = artifactOf({ id: 'modnet-fp16', precision: 'fp16' });
  const lite = artifactOf({ id: 'lite-fp32', network: 'lite' });
  const catalog = catalogSchema.parse({ version: 1, artifacts: [artifactOf(), half, lite] });

  it('has a version that we know and something in it', () => {
    expect(catalogSchema.safeParse({ version: 2, artifacts: [lite] }).success).toBe(false);
    expect(catalogSchema.safeParse({ version: 1, artifacts: [] }).success).toBe(false);
  });

  it('finds an artifact by network and precision', () => {
    expect(findArtifact(catalog, 'modnet', 'fp16')).toEqual(half);
    expect(findArtifact(catalog, 'lite', 'fp32')).toEqual(lite);
    expect(findArtifact(catalog, 'lite', 'int8')).toBeUndefined();
  });
});
