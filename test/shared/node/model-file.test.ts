import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sha256 } from '../../../shared/hash.ts';
import type { Catalog } from '../../../shared/inference/catalog.ts';
import { modelFile } from '../../../shared/node/model-file.ts';
import { createNodeEngine, readCatalog } from '../../../shared/node/node-engine.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';

let close = () => {};
afterEach(() => close());

/** A server's folder of artifacts; what it hasn't answers 404, and `slow` never ends. */
async function served(files: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url }, response) => {
    const name = url!.replace('/models/', '');
    if (name === 'slow') return response.write('…');
    return files[name] === undefined ? response.writeHead(404).end() : response.end(files[name]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`;
}

it('a file is fetched, of no more than it may have; what a server hasn’t is told', async () => {
  const folder = await served({ file: 'bytes' });
  expect(new TextDecoder().decode(await modelFile(folder, 'file', 5))).toBe('bytes');
  await expect(modelFile(folder, 'file', 4)).rejects.toMatchObject({ code: 'artifact-mismatch' });
  await expect(modelFile(folder, 'none', 5)).rejects.toMatchObject({ code: 'http-status' });
  close();
  await expect(modelFile(folder, 'file', 5)).rejects.toMatchObject({ code: 'unreachable' });
});

it('a folder that can’t be read, and a catalog that is none, are told as failures', async () => {
  const cause = expect.objectContaining({ code: 'ENOENT' });
  await expect(readCatalog('/nowhere')).rejects.toMatchObject({ code: 'no-backend', cause });
  for (const other of ['<!doctype html>', '{"version":0}']) {
    const folder = await served({ 'catalog.json': other });
    const message = expect.stringContaining(folder);
    await expect(readCatalog(folder)).rejects.toMatchObject({ code: 'artifact-mismatch', message });
    close();
  }
});

it('fetching ends once aborted', async () => {
  const ending = new AbortController();
  const fetching = modelFile(await served({}), 'slow', 5, ending.signal);
  const ended = expect(fetching).rejects.toThrow('closed');
  ending.abort(new Error('closed'));
  await ended;
});

it('an engine fetches the catalog, and opens no network that is another than it names', async () => {
  const sent = 'another network';
  const lite = {
    ...artifactOf(),
    id: 'lite-fp32',
    network: 'lite',
    file: 'lite-fp32.00000000.onnx',
    precision: 'fp32',
  };
  const portrait = { ...artifactOf(), id: 'portrait-s-fp32', network: 'portrait-s', precision: 'fp32' };
  const catalog = {
    version: 1,
    artifacts: [
      { ...lite, bytes: sent.length, sha256: await sha256(new TextEncoder().encode('the network')) },
      portrait,
    ],
  } as Catalog;
  const folder = await served({ 'catalog.json': JSON.stringify(catalog), [lite.file]: sent });
  expect((await readCatalog(folder)).artifacts).toHaveLength(2);
  const engine = await createNodeEngine(folder);
  await expect(engine.prepare('lite')).rejects.toMatchObject({
    code: 'no-backend',
    message: expect.stringContaining('is not the one in the catalog'),
  });
});
