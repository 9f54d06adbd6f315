import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../models/hash.ts';
import { publishModels } from '../../models/publish.ts';
import { artifactOf } from '../fixtures/engine/artifact.ts';
import { fillBucket } from '../worker/harness/bucket.ts';

const TIMEOUT = 300_000;
let folder: string;
let dist: string;
const bucket = () => ({ name: 'matteo-test', local: folder });

const nameOf = (content: string) => `lite-fp32.${sha256(content).slice(0, 8)}.onnx`;

/** Writes artifacts with these contents, and their catalog, into `dist`. */
async function writeDist(contents: readonly string[]): Promise<void> {
  const artifacts = contents.map((content) =>
    artifactOf({ file: nameOf(content), bytes: content.length, sha256: sha256(content) }),
  );
  for (const [i, { file }] of artifacts.entries()) await writeFile(join(dist, file), contents[i]);
  await writeFile(join(dist, 'catalog.json'), JSON.stringify({ version: 1, artifacts }));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-publish-test-'));
  dist = join(folder, 'dist');
  await mkdir(dist);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('publishModels into the emulated bucket', () => {
  it('uploads what is missing, and only that', { timeout: TIMEOUT }, async () => {
    await writeDist(['one', 'two']);
    await fillBucket(folder, [[nameOf('one'), Buffer.from('one')]]);
    const lines: string[] = [];
    expect(await publishModels(bucket(), { dist, log: (line) => lines.push(line) })).toEqual({
      uploaded: 1,
      present: 1,
    });
    expect(lines.join()).toMatch(/was there.*uploaded and verified/);
  });

  it('uploads nothing when a file is not what the catalog says', async () => {
    await writeDist(['three']);
    await writeFile(join(dist, nameOf('three')), 'spoilt');
    await expect(publishModels(bucket(), { dist })).rejects.toThrow('is not what the catalog says');
  });

  it('says what wrangler said when the bucket cannot be reached', { timeout: TIMEOUT }, async () => {
    await writeDist(['four']);
    await expect(publishModels({ ...bucket(), name: 'NO SUCH NAME' }, { dist })).rejects.toThrow(/bucket name/i);
  });
});
