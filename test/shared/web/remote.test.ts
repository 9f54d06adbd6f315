import { decode, encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RemoteAccess } from '../../../shared/contracts/remote.ts';
import { CutoutError } from '../../../shared/errors.ts';
import type { Picture, Tensor } from '../../../shared/image/picture.ts';
import type { Engine } from '../../../shared/inference/engine.ts';
import { toTensor } from '../../../shared/inference/tensor.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { askForMatte, withRemote } from '../../../shared/web/remote.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { bust, drawnEngine } from '../../fixtures/engine/engine.ts';
import { alphaTensor, paint } from '../../fixtures/pixels.ts';

const access: RemoteAccess = { address: 'https://mattes.example' };
const spec = artifactOf().input;
const never = new AbortController().signal;
const colours = (width: number, height: number): Picture =>
  paint(width, height, (x, y) => [(x * 7) % 256, (y * 5) % 256, (x * y) % 256]);
const inputOf = (picture: Picture): Tensor => runToEnd(toTensor(picture, spec, picture));

/** A matte as the server sends it. */
const grey = (width: number, height: number, valueAt: (x: number, y: number) => number, changes: object = {}) => {
  const data = Uint8Array.from({ length: width * height }, (_, i) => valueAt(i % width, Math.trunc(i / width)));
  return encode({ width, height, data, channels: 1, depth: 8, ...changes }) as Uint8Array<ArrayBuffer>;
};
const png = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'Content-Type': 'image/png', ...headers } });
const matte = () => png(grey(64, 32, (x) => (x < 32 ? 255 : 0)));
const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('{"detail":"Words of the server."}', { status: code, headers });

const server = vi.fn<(url: URL, init: RequestInit) => Promise<Response>>();
beforeEach(() => {
  server.mockReset().mockImplementation(async () => matte());
  vi.stubGlobal('fetch', server);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const ask = (
  picture = colours(64, 32),
  signal = never,
  leave = access,
  network: 'portrait-s' | 'lite' = 'portrait-s',
) => askForMatte(network, spec, inputOf(picture), leave, signal);
const sent = (call = 0) => decode(server.mock.calls[call][1].body as Uint8Array);
const failure = async (asked: Promise<unknown>): Promise<CutoutError> => {
  const thrown = await asked.then(
    () => undefined,
    (error) => error,
  );
  expect(thrown).toBeInstanceOf(CutoutError);
  return thrown;
};

describe('the request', () => {
  it('is the input’s own pixels as PNG, and nothing that tells more', async () => {
    const picture = colours(64, 32);
    await ask(picture);
    const [[url, init]] = server.mock.calls;
    expect(url.href).toBe('https://mattes.example/v1/mattes?output=coarse');
    expect(init).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    });
    const { width, height, channels, depth, data, text } = sent();
    expect({ width, height, channels, depth, text }).toEqual({
      width: 64,
      height: 32,
      channels: 3,
      depth: 8,
      text: {},
    });
    expect([...data]).toEqual([...picture.data].filter((_, i) => i % 4 < 3));
  });

  it.each([
    [736, 512, 512, 356],
    [384, 768, 256, 512],
    [1536, 32, 512, 11],
    [512, 512, 512, 512],
    [32, 16, 32, 16],
  ])('of an input of %d × %d is %d × %d', async (width, height, sentWidth, sentHeight) => {
    await ask(colours(width, height));
    expect(sent()).toMatchObject({ width: sentWidth, height: sentHeight });
  });

  it('names lite, and asks for the server’s best in place of portrait-s', async () => {
    await ask(undefined, never, access, 'lite');
    expect(server.mock.calls[0][0].search).toBe('?output=coarse&model=lite');
  });

  it('carries the token where there is one', async () => {
    await ask(undefined, never, { ...access, token: 'abc' });
    expect(server.mock.calls[0][1].headers).toMatchObject({ Authorization: 'Bearer abc' });
  });
});

describe('the answer', () => {
  it('is alpha at the input’s size, whatever the network’s own', async () => {
    const { dims, data } = await ask(colours(128, 96));
    expect(dims).toEqual([1, 1, 96, 128]);
    expect([data[0], data[127]]).toEqual([1, 0]);
  });

  it.each([
    ['another type', () => new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } })],
    ['damaged bytes', () => png('no PNG at all')],
    ['a truncated PNG', () => png(grey(64, 32, () => 9).slice(0, 60))],
    ['a colour picture', () => png(encode(colours(8, 8)) as Uint8Array<ArrayBuffer>)],
    [
      'more bits',
      () =>
        png(
          encode({
            width: 16,
            height: 16,
            data: new Uint16Array(256),
            channels: 1,
            depth: 16,
          }) as Uint8Array<ArrayBuffer>,
        ),
    ],
    ['a matte larger than any network’s', () => png(grey(3000, 16, () => 0))],
    [
      'drawn by a network that is none',
      () =>
        png(
          grey(64, 32, () => 9),
          { 'Matteo-Model': 'best' },
        ),
    ],
    ['far too many bytes', () => png(new Uint8Array(9_000_000))],
  ])('is declined when it is %s', async (_, answer) => {
    server.mockImplementation(async () => answer());
    const { code, message } = await failure(ask());
    expect(code).toBe('http-status');
    expect(message).toMatch(/^mattes\.example answered with something that is no matte; .*\.$/);
    expect(server).toHaveBeenCalledTimes(1);
  });
});

describe('a failure of the server', () => {
  it.each([
    [401, /wants a token/],
    [403, /does not serve this client/],
    [404, /check the server’s address/],
    [413, /too large/],
    [422, /could not read/],
    [429, /asked too often; try again in a while/],
    [500, /status 500/],
    [503, /busy; try again in a while/],
  ])('with status %d is told in a sentence', async (code, sentence) => {
    server.mockImplementation(async () => status(code));
    const error = await failure(ask());
    expect(error.code).toBe('http-status');
    expect(error.message).toMatch(sentence);
    expect(error.message).toMatch(/^mattes\.example .*\.$/);
    expect(server).toHaveBeenCalledTimes(1);
  });

  it('that can’t be reached is told in a sentence', async () => {
    server.mockRejectedValue(new TypeError('Failed to fetch'));
    expect(await failure(ask())).toMatchObject({ code: 'unreachable', message: /mattes\.example can’t be reached/ });
  });

  it('that does not answer is told in a sentence', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new DOMException('late', 'TimeoutError')));
    server.mockImplementation(async (_, { signal }) => signal?.throwIfAborted() as never);
    expect(await failure(ask())).toMatchObject({ code: 'timeout', message: /did not answer in 30 s/ });
  });
});

describe('a busy server', () => {
  /** Time stands still, but what streams do goes on. */
  const stopClock = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const untilAsked = async (times: number) => {
    while (server.mock.calls.length < times) await new Promise((resolve) => setImmediate(resolve));
  };

  it.each([429, 503])('that says %d is asked again after the wait it wants', async (code) => {
    stopClock();
    server.mockImplementationOnce(async () => status(code, { 'Retry-After': '3' }));
    const asked = ask();
    await untilAsked(1);
    await vi.advanceTimersByTimeAsync(2900);
    expect(server).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect((await asked).dims).toEqual([1, 1, 32, 64]);
    expect(server).toHaveBeenCalledTimes(2);
  });

  it('is asked twice more at most', async () => {
    stopClock();
    server.mockImplementation(async () => status(503, { 'Retry-After': '1' }));
    const failed = failure(ask());
    await untilAsked(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await failed).message).toBe('mattes.example is busy; try again in 1 s.');
    expect(server).toHaveBeenCalledTimes(3);
  });

  it('that wants a longer wait is left alone, and the wait said', async () => {
    server.mockImplementation(async () => status(429, { 'Retry-After': '60' }));
    expect((await failure(ask())).message).toBe('mattes.example was asked too often; try again in 60 s.');
    expect(server).toHaveBeenCalledTimes(1);
  });

  it('may name the time to ask again instead of the wait', async () => {
    const at = new Date(Date.now() + 100_000).toUTCString();
    server.mockImplementation(async () => status(503, { 'Retry-After': at }));
    expect((await failure(ask())).message).toMatch(/try again in (99|100) s/);
  });
});

describe('an abort', () => {
  it('before the request sends nothing', async () => {
    server.mockImplementation(async (_, { signal }) => signal?.throwIfAborted() as never);
    await expect(ask(undefined, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('during the wait ends the wait', async () => {
    server.mockImplementation(async () => status(503, { 'Retry-After': '9' }));
    const controller = new AbortController();
    const asked = ask(undefined, controller.signal);
    await vi.waitFor(() => expect(server).toHaveBeenCalled());
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(server).toHaveBeenCalledTimes(1);
  });

  it('during the request ends the request', async () => {
    const controller = new AbortController();
    server.mockImplementation((_, { signal }) => {
      const asked = new Promise<never>((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      );
      controller.abort();
      return asked;
    });
    await expect(ask(undefined, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the last rung', () => {
  const input = alphaTensor(64, 32, () => 0);
  const rgb: Tensor = { dims: [1, 3, 32, 64], data: new Float32Array(3 * 32 * 64) };
  const exhausted = (...lost: string[]) => {
    const engine = drawnEngine({}, ({ network }) => {
      if (lost.includes(network)) throw new CutoutError('no-backend', 'Nothing works.', { facts: [''] });
    });
    return {
      ...engine,
      prepare: async (network: 'lite' | 'portrait-s') => {
        if (lost.includes(network)) throw new CutoutError('no-backend', 'Nothing works.', { facts: [''] });
        return engine.backendOf(network);
      },
    };
  };

  it('sends nothing while this device can', async () => {
    const engine = withRemote(exhausted(), access, never);
    expect(await engine.prepare('portrait-s')).toBe('wasm');
    await engine.infer('portrait-s', input);
    await engine.infer('lite', input);
    expect(engine.backendOf('portrait-s')).toBe('wasm');
    expect(server).not.toHaveBeenCalled();
  });

  it('takes over the network that can’t run, and no other', async () => {
    const engine = withRemote(exhausted('portrait-s'), access, never);
    await engine.infer('lite', rgb);
    expect(server).not.toHaveBeenCalled();
    expect((await engine.infer('portrait-s', rgb)).dims).toEqual([1, 1, 32, 64]);
    expect(server).toHaveBeenCalledTimes(1);
    expect([engine.backendOf('lite'), engine.backendOf('portrait-s')]).toEqual(['wasm', 'remote']);
  });

  it('is never asked for a face', async () => {
    const engine = withRemote(exhausted('face', 'portrait-s'), { ...access, preferred: true }, never);
    await expect(engine.infer('face', rgb)).rejects.toMatchObject({ code: 'no-backend' });
    expect(server).not.toHaveBeenCalled();
  });

  it.each([false, true])(
    'gets nothing for a head where this device can’t find heads (preferred: %s)',
    async (preferred) => {
      const lost = exhausted('lite', 'portrait-s', 'parts');
      const engine = withRemote(lost, { ...access, preferred }, never, true);
      await expect(cutOut(colours(64, 64), engine, { part: 'head' })).rejects.toMatchObject({ code: 'no-backend' });
      expect(server).not.toHaveBeenCalled();
    },
  );

  it('helps with a head where only the whole person can’t be found here', async () => {
    const engine = withRemote(exhausted('portrait-s'), access, never, true);
    await cutOut(colours(64, 64), engine, { part: 'head' });
    expect(server).toHaveBeenCalledTimes(1);
  });

  it('is asked for no outlines: where MODNet does not run, there are none', async () => {
    const engine = withRemote(exhausted('modnet'), access, never);
    await expect(engine.prepare('modnet')).rejects.toMatchObject({ code: 'no-backend' });
    await expect(engine.infer('modnet', rgb)).rejects.toMatchObject({ code: 'no-backend' });
    expect(await cutOut(colours(64, 64), engine, { quality: 'fine' })).toMatchObject({ quality: 'fast' });
    expect(server).not.toHaveBeenCalled();
  });

  it('takes over all where nothing runs', async () => {
    const engine = withRemote(exhausted('lite', 'portrait-s'), access, never);
    expect([await engine.prepare('lite'), await engine.prepare('portrait-s')]).toEqual(['remote', 'remote']);
    await engine.infer('lite', rgb);
    await engine.infer('portrait-s', rgb);
    expect(server.mock.calls.map(([url]) => url.searchParams.get('model'))).toEqual(['lite', null]);
  });

  it('comes first where the person prefers it; lite stays here', async () => {
    const local = exhausted();
    const engine = withRemote(local, { ...access, preferred: true }, never);
    await engine.infer('lite', rgb);
    await engine.infer('portrait-s', rgb);
    expect(local.inferences.map(({ network }) => network)).toEqual(['lite']);
    expect(server).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['lite', 'lite'],
    ['portrait', 'portrait-s'],
    [undefined, 'portrait-s'],
  ])('tells which network answered: the server says %s', async (said, network) => {
    server.mockImplementation(async () =>
      png(
        grey(256, 256, (x, y) => (bust(x / 256, y / 256) > 0 ? 255 : 0)),
        said ? { 'Matteo-Model': said } : {},
      ),
    );
    const engine = withRemote(exhausted('portrait-s'), access, never);
    const answer = await cutOut(colours(64, 64), engine);
    expect(answer).toMatchObject({ person: 'yes', network, backend: 'remote' });
  });

  it('hands the job’s signal to this device, whatever signal a stage brings', async () => {
    const job = new AbortController();
    const heard: unknown[] = [];
    const local: Engine = {
      ...drawnEngine({}, (_, signal) => void heard.push(signal)),
      async prepare(_, signal) {
        heard.push(signal);
        return 'wasm';
      },
    };
    const engine = withRemote(local, access, job.signal);
    for (const network of ['portrait-s', 'face'] as const) {
      await engine.prepare(network);
      await engine.infer(network, rgb, never);
    }
    expect(heard.map((signal) => signal === job.signal)).toEqual([true, true, true, true]);
  });

  it('hides no other failure of this device', async () => {
    const broken = drawnEngine({}, () => {
      throw new CutoutError('engine-failed', 'A fault.', { facts: [''] });
    });
    await expect(withRemote(broken, access, never).infer('portrait-s', rgb)).rejects.toMatchObject({
      code: 'engine-failed',
    });
    expect(server).not.toHaveBeenCalled();
  });
});
