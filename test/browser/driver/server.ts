import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { inputSize, toTensor } from '../../../shared/inference/tensor.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { runToEnd } from '../../../shared/steps.ts';

/** One request for a matte, as it arrived. */
export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly referer: string | undefined;
  readonly width: number;
  readonly height: number;
}

/** A small server that stands in for the Worker on this machine, with lite’s answers, as one that offers no more. */
export interface MatteServer {
  readonly origin: string;
  readonly host: string;
  /** What was asked since it was last emptied. */
  readonly asked: Asked[];
  /** Answers requests for mattes otherwise; undefined: as it should. */
  answer: ((response: ServerResponse) => void) | undefined;
  close(): Promise<void>;
}

export async function serveMattes(models: string): Promise<MatteServer> {
  const engine = await createNodeEngine(models, { precision: 'int8' });
  const asked: Asked[] = [];
  const matteOf = async (picture: Buffer) => {
    const spec = engine.inputOf('lite');
    const pixels = await decode(picture);
    const { data, dims } = await engine.infer('lite', runToEnd(toTensor(pixels, spec, inputSize(pixels, spec.size))));
    const raw = { width: dims[3], height: dims[2], channels: 1 } as const;
    const values = Uint8Array.from(data, (alpha) => Math.round(alpha * 255));
    return sharp(values, { raw }).toColourspace('b-w').png().toBuffer();
  };
  const server = createServer(async (request, response) => {
    if (request.url === '/healthz') {
      const health = { status: 'ok', version: '9.8.7', catalog: 'ab'.repeat(32) };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(health));
      return;
    }
    const body = await buffer(request);
    const { width = 0, height = 0 } = await sharp(body).metadata();
    const { authorization, referer } = request.headers;
    asked.push({ path: `${request.method} ${request.url}`, authorization, referer, width, height });
    if (served.answer) return served.answer(response);
    response.writeHead(200, { 'content-type': 'image/png', 'matteo-model': 'lite' }).end(await matteOf(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served: MatteServer = {
    origin: `http://${host}`,
    host,
    asked,
    answer: undefined,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await engine.dispose();
    },
  };
  return served;
}
