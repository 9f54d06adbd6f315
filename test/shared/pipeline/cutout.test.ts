import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import { createAcceleration } from '../../../shared/inference/acceleration.ts';
import type { Accelerator } from '../../../shared/inference/accelerator.ts';
import type { Engine } from '../../../shared/inference/engine.ts';
import { cutOut, type Found } from '../../../shared/pipeline/cutout.ts';
import { STAGES, type Stage } from '../../../shared/pipeline/stages.ts';
import { slowClock } from '../../fixtures/clock.ts';
import { acceleratorOf } from '../../fixtures/engine/accelerator.ts';
import { bust, drawnEngine, type Shape, seeingEngine } from '../../fixtures/engine/engine.ts';
import { paint, pixelAt, sameBytes } from '../../fixtures/pixels.ts';

const nothing: Shape = () => -1;

/** The bust in orange before a grey wall. */
const portrait = (width: number, height: number): Picture =>
  paint(width, height, (x, y) => (bust((x + 0.5) / width, (y + 0.5) / height) > 0 ? [220, 130, 60] : [90, 95, 105]));

const found = async (
  picture: Picture,
  ...rest: Parameters<typeof cutOut> extends [unknown, ...infer R] ? R : never
) => {
  const result = await cutOut(picture, ...rest);
  expect(result.person).not.toBe('no');
  return result as Found;
};

describe('a person', () => {
  const picture = portrait(600, 400);
  let engine: ReturnType<typeof drawnEngine>;
  let result: Found;
  beforeAll(async () => {
    engine = drawnEngine();
    result = await found(picture, engine);
  });

  it('is cut out at the picture’s own size', () => {
    expect([result.matte.width, result.matte.height, result.matte.data.length]).toEqual([600, 400, 240_000]);
    expect([result.cutout.width, result.cutout.height, result.cutout.data.length]).toEqual([600, 400, 960_000]);
    expect([result.network, result.backend]).toEqual(['portrait-s', 'wasm']);
  });

  it('is cut out along their own outline', () => {
    let wrong = 0;
    for (let i = 0; i < result.matte.data.length; i++) {
      const inside = bust(((i % 600) + 0.5) / 600, (Math.trunc(i / 600) + 0.5) / 400) > 0;
      if (result.matte.data[i] > 127 !== inside) wrong++;
    }
    expect(wrong / result.matte.data.length).toBeLessThan(0.002);
    expect(pixelAt(result.cutout, 300, 380)).toEqual([220, 130, 60, 255]);
    expect(pixelAt(result.cutout, 10, 10)).toEqual([0, 0, 0, 0]);
  });

  it('is seen by lite first, then by portrait-s once, where the two agree', () => {
    expect(engine.inferences.map(({ network }) => network)).toEqual(['lite', 'portrait-s']);
    const [lite, near] = engine.inferences.map(({ dims }) => dims);
    expect(lite).toEqual([1, 3, 256, 256]);
    expect(near.slice(2).every((side) => side % 32 === 0)).toBe(true);
  });

  it('is looked at by lite in squares of a small picture and of its enlarged copy, and by portrait-s from afar, where the two networks differ', async () => {
    const wider: Shape = (u, v) => bust(u, v) + 0.03;
    const differing = drawnEngine({ lite: wider });
    await found(picture, differing);
    const looks = differing.inferences.map(({ network, dims }) => `${network} ${dims[3]} × ${dims[2]}`);
    expect(looks).toEqual([
      'lite 256 × 256',
      'portrait-s 576 × 384',
      'lite 256 × 256',
      'lite 256 × 256',
      'lite 256 × 256',
      'lite 256 × 256',
      'portrait-s 288 × 192',
      // The squares show so much else that a face is looked for.
      ...Array.from({ length: 3 }, () => 'face 128 × 128'),
    ]);
  });

  it('is looked at by lite in squares of the sized copy alone, where the picture is larger', async () => {
    const differing = drawnEngine({ lite: (u, v) => bust(u, v) + 0.03 });
    await found(portrait(1500, 1000), differing);
    expect(differing.inferences.map(({ network }) => network)).toEqual([
      'lite',
      'portrait-s',
      'lite',
      'lite',
      'portrait-s',
      'face',
      'face',
      'face',
    ]);
  });

  it('is given with their place, and with how much speaks for them', () => {
    expect(result.person).toBe('yes');
    expect(result.confidence).toBeGreaterThan(0.5);
    // The drawn head does not touch the shoulders.
    const [shoulders, head] = result.people;
    expect(result.people).toHaveLength(2);
    expect(shoulders.y + shoulders.height).toBe(400);
    expect(head.y).toBeGreaterThan(50);
    expect(head.y + head.height).toBeLessThan(shoulders.y + 20);
    expect(Math.abs(head.x + head.width / 2 - 300)).toBeLessThan(5);
  });

  it('has its outlines drawn by MODNet where a GPU runs both networks, in a smaller input', async () => {
    const drawn = drawnEngine();
    await found(portrait(1500, 1000), { ...drawn, prepare: async () => 'webgpu', backendOf: () => 'webgpu' });
    const inputs = drawn.inferences.map(({ network, dims }) => [network, dims[3], dims[2]]);
    expect(inputs.slice(1)).toEqual([
      ['portrait-s', 576, 384],
      ['modnet', 480, 320],
    ]);
  });

  it('is drawn by MODNet in place of portrait-s when told', async () => {
    const other = drawnEngine();
    expect(await found(picture, other, { network: 'modnet' })).toMatchObject({ network: 'modnet' });
    expect(other.inferences.map(({ network }) => network)).toEqual(['lite', 'modnet']);
  });

  it('leaves the picture as it was', () => {
    expect(sameBytes(picture.data, portrait(600, 400).data)).toBe(true);
  });

  it('has each stage timed', () => {
    expect(Object.keys(result.milliseconds)).toEqual([
      'preview',
      'load',
      'infer',
      'subject',
      'refine',
      'matting',
      'foreground',
    ]);
    expect(Object.values(result.milliseconds).every((ms) => ms >= 0 && Number.isFinite(ms))).toBe(true);
  });
});

describe('a person who is small in the picture', () => {
  /** The bust, four times smaller, at the lower right. */
  const small: Shape = (u, v) => bust((u - 0.6) * 4, (v - 0.75) * 4) / 4;
  const picture = paint(1600, 1200, (x, y) =>
    small((x + 0.5) / 1600, (y + 0.5) / 1200) > 0 ? [220, 130, 60] : [90, 95, 105],
  );

  it('is looked at again, from near, and goes back to their place', async () => {
    const engine = seeingEngine();
    const { matte, cutout } = await found(picture, engine);
    expect(engine.inferences.map(({ network }) => network)).toEqual(['lite', 'portrait-s', 'lite', 'portrait-s']);
    expect([matte.width, matte.height, cutout.width, cutout.height]).toEqual([1600, 1200, 1600, 1200]);
    const isInside = (i: number) => small(((i % 1600) + 0.5) / 1600, (Math.trunc(i / 1600) + 0.5) / 1200) > 0;
    const wrong = matte.data.filter((alpha, i) => alpha > 127 !== isInside(i)).length;
    expect(wrong / matte.data.length).toBeLessThan(0.0005);
    expect(pixelAt(cutout, 1160, 1180)).toEqual([220, 130, 60, 255]);
    expect(pixelAt(cutout, 100, 100)).toEqual([0, 0, 0, 0]);
  });

  it('is looked at again by lite alone, but not by a server, which is asked once', async () => {
    const lite = seeingEngine();
    await found(picture, lite, { network: 'lite' });
    expect(lite.inferences.map(({ network }) => network)).toEqual(['lite', 'lite']);
    const remote = seeingEngine();
    const away = { ...remote, prepare: async () => 'remote' as const, backendOf: () => 'remote' as const };
    await found(picture, away);
    expect(remote.inferences.map(({ network }) => network)).toEqual(['lite', 'portrait-s']);
  });
});

it('a job reports its stages in order, with fractions within 0..1, each to its end', async () => {
  const told: [Stage, number][] = [];
  await found(portrait(1500, 1000), drawnEngine(), {}, { onProgress: (...progress) => told.push(progress) });
  const stages = told.map(([stage]) => stage);
  const order = stages.map((stage) => STAGES.indexOf(stage));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  for (const [, fraction] of told) expect(fraction >= 0 && fraction <= 1).toBe(true);
  for (const stage of ['preview', 'load', 'infer', 'subject', 'refine', 'matting', 'foreground'] as const) {
    const fractions = told.filter(([at]) => at === stage).map(([, fraction]) => fraction);
    expect([stage, fractions[0], fractions.at(-1)]).toEqual([stage, 0, 1]);
  }
});

describe('the preview', () => {
  it('comes before portrait-s has run: small, of the same aspect, cut out', async () => {
    const engine = drawnEngine();
    const onPreview = vi.fn((preview: Picture) => {
      expect(engine.inferences.map(({ network }) => network)).toEqual(['lite']);
      expect(Math.max(preview.width, preview.height)).toBeLessThanOrEqual(512);
      expect(preview.width / preview.height).toBeCloseTo(1.5, 1);
      expect(pixelAt(preview, 2, 2)[3]).toBe(0);
      expect(pixelAt(preview, preview.width >> 1, preview.height - 4)).toEqual([220, 130, 60, 255]);
    });
    await found(portrait(1200, 800), engine, {}, { onPreview });
    expect(onPreview).toHaveBeenCalledOnce();
  });

  it('is made of the host’s small copy; the cutout is made of the picture', async () => {
    const picture = portrait(1200, 800);
    const small = paint(512, 341, () => [10, 200, 30]);
    const onPreview = vi.fn((preview: Picture) => {
      expect([preview.width, preview.height]).toEqual([512, 341]);
      expect(pixelAt(preview, 256, 330)).toEqual([10, 200, 30, 255]);
    });
    const engine = drawnEngine();
    const { cutout, matte } = await found(picture, engine, { small }, { onPreview });
    expect(onPreview).toHaveBeenCalledOnce();
    const plain = drawnEngine();
    const without = await found(picture, plain);
    expect(engine.inferences).toEqual(plain.inferences);
    expect(pixelAt(cutout, 600, 780)).toEqual([220, 130, 60, 255]);
    const wrong = matte.data.filter((alpha, i) => alpha > 127 !== without.matte.data[i] > 127).length;
    expect(wrong / matte.data.length).toBeLessThan(0.0005);
  });

  it('is no larger where the host’s copy is', async () => {
    const onPreview = vi.fn((preview: Picture) => expect([preview.width, preview.height]).toEqual([512, 128]));
    await found(portrait(2048, 512), drawnEngine(), { small: portrait(1024, 256) }, { onPreview });
    expect(onPreview).toHaveBeenCalledOnce();
  });

  it('does not come where nobody is', async () => {
    const onPreview = vi.fn();
    await cutOut(portrait(200, 200), drawnEngine({ lite: nothing }), {}, { onPreview });
    expect(onPreview).not.toHaveBeenCalled();
  });
});

describe('nobody', () => {
  it('is found where neither lite nor portrait-s sees anything, even in squares of the picture', async () => {
    const engine = drawnEngine({ lite: nothing, 'portrait-s': nothing });
    const result = await cutOut(portrait(300, 200), engine);
    expect(result).toMatchObject({ person: 'no', confidence: 0, network: 'portrait-s', backend: 'wasm' });
    expect(result).not.toHaveProperty('matte');
    expect(engine.inferences.map(({ network }) => network)).toEqual(['lite', 'portrait-s', ...Array(4).fill('lite')]);
  });

  it('is not the answer where one network sees somebody: a cutout comes, with doubt', async () => {
    expect(await cutOut(portrait(300, 200), drawnEngine({ lite: nothing }))).toMatchObject({ person: 'unsure' });
    const { matte, person } = await found(portrait(300, 200), drawnEngine({ lite: nothing, face: bust }));
    expect([person, matte.data[150 * 300 + 150]]).toEqual(['yes', 255]);
  });

  it('is not the answer where lite alone sees somebody', async () => {
    const { matte, person } = await found(portrait(300, 300), drawnEngine({ 'portrait-s': nothing }));
    expect([person, matte.data[280 * 300 + 150], matte.data[10]]).toEqual(['unsure', 255, 0]);
  });

  it('is not the answer where lite is the only network asked, and in doubt', async () => {
    const haze: Shape = (u, v) => 0.003 * Math.sin(u * 9 + v * 7);
    expect(await cutOut(portrait(300, 200), drawnEngine({ lite: haze }), { network: 'lite' })).toMatchObject({
      person: 'unsure',
      network: 'lite',
    });
  });
});

describe('where the mattes leave doubt', () => {
  const soft: Shape = (u, v) => bust(u, v) / 4;
  const doubting = { lite: soft, modnet: soft, 'portrait-s': soft };
  const picture = portrait(300, 200);

  it('a face is looked for, and decides whether there is a person', async () => {
    for (const network of ['portrait-s', 'lite'] as const) {
      const engine = drawnEngine(doubting);
      expect(await cutOut(picture, engine, { network })).toMatchObject({ person: 'unsure', network });
      expect(engine.inferences.at(-1)!.network).toBe('face');
      const { person } = await found(picture, drawnEngine({ ...doubting, face: bust }), { network });
      expect(person).toBe('yes');
    }
  });

  it('where no face network runs, the mattes decide, and the job goes on', async () => {
    const faceless = drawnEngine(doubting, ({ network }) => {
      if (network === 'face') throw new CutoutError('no-backend', 'It does not run here.', { facts: [''] });
    });
    await found(picture, faceless);
    await found(picture, faceless, { network: 'lite' });
  });
});

describe('options', () => {
  it('lite can be asked alone: then portrait-s never runs', async () => {
    const engine = drawnEngine();
    const result = await found(portrait(640, 480), engine, { network: 'lite' });
    expect(engine.inferences.map(({ network }) => network)).toEqual(['lite']);
    expect([result.network, result.matte.width, result.matte.height]).toEqual(['lite', 640, 480]);
  });

  it('the most pixels of the network’s input can be set', async () => {
    const engine = drawnEngine();
    await found(portrait(640, 480), engine, { maxInputPixels: 256 * 256 });
    const near = engine.inferences[1].dims;
    expect(near[2] * near[3]).toBeLessThan(256 * 256 * 1.15);
  });
});

it.each([
  [8000, 100],
  [100, 2000],
  [16, 16],
])('a picture of %i×%i is cut out', async (width, height) => {
  const { matte, cutout } = await found(portrait(width, height), drawnEngine());
  expect([matte.width, matte.height, cutout.width, cutout.height]).toEqual([width, height, width, height]);
});

it('a leak far from lite’s person is vetoed', async () => {
  const leaky: Shape = (u, v) => Math.max(bust(u, v), 0.1 - Math.hypot(u - 0.08, v - 0.12));
  const { matte } = await found(portrait(600, 400), drawnEngine({ 'portrait-s': leaky }));
  expect(matte.data[48 * 600 + 48]).toBe(0);
});

describe('with an accelerator', () => {
  const picture = portrait(300, 200);
  const accelerated = (accelerator: Accelerator) => {
    const acceleration = createAcceleration();
    acceleration.use(accelerator);
    return { ...drawnEngine(), accelerate: acceleration.run, release: () => accelerator.release() };
  };

  it('gives the same cutout, and frees what was kept', async () => {
    const accelerator = acceleratorOf();
    const [fast, slow] = [await found(picture, accelerated(accelerator)), await found(picture, drawnEngine())];
    expect(sameBytes(fast.cutout.data, slow.cutout.data)).toBe(true);
    expect(accelerator.calls).toEqual(['resize', 'toTensor', 'veto', 'makeCutout', 'release']);
  });

  it.each([
    new Error('device lost'),
    new DOMException('A valid external Instance reference no longer exists.', 'AbortError'),
  ])('finishes where it fails in the middle: %s', async (fault) => {
    const failing = acceleratorOf({ makeCutout: () => Promise.reject(fault) });
    const [fast, slow] = [await found(picture, accelerated(failing)), await found(picture, drawnEngine())];
    expect(sameBytes(fast.cutout.data, slow.cutout.data)).toBe(true);
  });

  it('frees what was kept where nobody is found', async () => {
    const accelerator = acceleratorOf();
    const engine = { ...accelerated(accelerator), infer: drawnEngine({ lite: nothing, 'portrait-s': nothing }).infer };
    expect((await cutOut(picture, engine)).person).toBe('no');
    expect(accelerator.calls.at(-1)).toBe('release');
  });
});

describe('an abort', () => {
  const picture = portrait(600, 400);

  it('before the job runs nothing', async () => {
    const engine = drawnEngine();
    await expect(cutOut(picture, engine, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(engine.inferences).toEqual([]);
  });

  it('is told to the engine where it opens a network', async () => {
    const signal = new AbortController().signal;
    const heard: unknown[] = [];
    const engine = drawnEngine();
    const prepare: Engine['prepare'] = async (network, signal) => {
      heard.push([network, signal]);
      return 'wasm';
    };
    await cutOut(picture, { ...engine, prepare }, { quality: 'fine' }, { signal });
    expect(heard).toEqual(['lite', 'portrait-s', 'modnet'].map((network) => [network, signal]));
  });

  it('during an inference is told to the engine, and nothing follows', async () => {
    const abort = new AbortController();
    const told: Stage[] = [];
    const engine = drawnEngine({}, ({ network }, signal) => {
      expect(signal).toBe(abort.signal);
      if (network === 'portrait-s') abort.abort();
    });
    const onProgress = (stage: Stage) => told.push(stage);
    const job = cutOut(picture, engine, {}, { signal: abort.signal, onProgress });
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(engine.inferences).toHaveLength(2);
    expect(told).not.toContain('refine');
  });

  it.each(['refine', 'matting', 'foreground'] as const)(
    'inside of a long stage, %s, from the event loop',
    async (inside) => {
      slowClock();
      const abort = new AbortController();
      const told: [Stage, number][] = [];
      let toldThen = 0;
      const onProgress = (stage: Stage, fraction: number) => {
        told.push([stage, fraction]);
        if (stage !== inside || fraction > 0 || toldThen) return;
        setTimeout(() => {
          abort.abort();
          toldThen = told.length;
        }, 0);
      };
      const large = portrait(3600, 2700);
      const job = cutOut(large, drawnEngine(), {}, { signal: abort.signal, onProgress });
      const outcome = await job.then(
        () => 'done',
        (thrown: Error) => thrown.name,
      );
      expect(outcome).toBe('AbortError');
      // Nothing is done after it, or it would be told.
      expect(told).toHaveLength(toldThen);
      expect(told.at(-1)![0]).toBe(inside);
      expect(told.at(-1)![1]).toBeLessThan(1);
    },
  );

  it('passes on the reason given', async () => {
    const reason = new Error('the tab was closed');
    const signal = AbortSignal.abort(reason);
    await expect(cutOut(picture, drawnEngine(), {}, { signal })).rejects.toBe(reason);
  });
});

it('a job throws what the engine throws', async () => {
  const engine = drawnEngine({}, () => {
    throw new RangeError('odd');
  });
  await expect(cutOut(portrait(64, 64), engine)).rejects.toThrow(RangeError);
});
