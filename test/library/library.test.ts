import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { x } from 'tar';
import { build } from 'vite';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { buildLibrary } from '../../scripts/library/build-library.ts';
import { drive } from '../../shared/steps.ts';
import { layOut } from '../../worker/layout/lay-out.ts';
import { findChromium } from '../browser/chromium/chromium.ts';
import { drawnPortrait } from '../fixtures/drawn.ts';
import { installOnce } from '../fixtures/install.ts';
import { differences } from '../fixtures/pixels.ts';
import { serveFolder } from './serve-folder.ts';

const PATIENCE = 120_000;
vi.setConfig({ testTimeout: PATIENCE });

const run = promisify(execFile);
const BUNDLERS = fileURLToPath(new URL('bundlers', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let kilobytes: number;
let browser: Browser;

/** Somebody's project, in which the packed library is installed. What it depends on is this repository's. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-library-'));
  ({ kilobytes } = await buildLibrary(join(folder, 'built')));
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(folder, 'built') });
  await mkdir(join(folder, 'node_modules/matteo'), { recursive: true });
  await x({ file: join(folder, 'matteo-0.1.0.tgz'), cwd: join(folder, 'node_modules/matteo'), strip: 1 });
  for (const name of ['sharp', 'onnxruntime-web', '@types']) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module","private":true}');
  await writeFile(join(folder, 'person.png'), await drawnPortrait(320));
  await writeFile(join(folder, 'wall.png'), await wall());
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}, PATIENCE);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const wall = () =>
  sharp({ create: { width: 240, height: 240, channels: 3, background: '#888' } })
    .png()
    .toBuffer();

/** As much of webpack as is used here. */
type Webpack = (options: object, done: (error: Error | null, stats: { toJson(): { errors: unknown } }) => void) => void;

/** Runs a module of that project. */
async function node(code: string): Promise<string> {
  await writeFile(join(folder, 'main.mjs'), code);
  const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: folder });
  return stdout;
}

/** Opens a page of a folder, and answers what it has put into `window.answer`. */
async function answerOf<Answer>(served: string, path: string): Promise<Answer> {
  const site = await serveFolder(served);
  onTestFinished(() => site.close());
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${site.origin}/${path}`);
  const answer = await page.waitForFunction(() => (window as { answer?: unknown }).answer, undefined, {
    timeout: PATIENCE,
  });
  expect(errors).toEqual([]);
  return (await answer.jsonValue()) as Answer;
}

/** Bytes, in base64, of a cutout without a shadow and with each, and how others were declined. */
interface Shaded {
  readonly bare: string;
  readonly drop: string;
  readonly ground: string;
  readonly refused: string[];
}

/** What every page of these tests does: the corner's and the middle's alpha, who was seen, and a refusal. */
const DO = `
  const said = [], loaded = [];
  await matteo.preload({ onProgress: ({ fraction }) => loaded.push(fraction) });
  const { blob, person, people, width, height, ...result } = await matteo.removeBackground('person.png', {
    onProgress: ({ fraction }) => said.push(fraction),
  });
  const pixels = await result.imageData();
  const alpha = (x, y) => pixels.data[(y * width + x) * 4 + 3];
  const grey = await (await matteo.matte(await createImageBitmap(blob))).imageData();
  const refused = await matteo.removeBackground('wall.png').catch((error) => error.code);
  const image = new Image();
  image.src = 'wall.png';
  const nobody = await matteo.people(image);
  const closing = matteo.people('person.png').catch((error) => error.code);
  matteo.dispose();
  const closed = await closing;
  window.answer = {
    size: [width, height], type: blob.type, person, people: people.length,
    corner: alpha(2, 2), middle: alpha(width >> 1, height >> 1),
    grey: grey.data[((height >> 1) * width + (width >> 1)) * 4], refused,
    nobody, progress: [Math.min(...said) >= 0, said.at(-1)],
    loaded: [loaded.some((fraction) => fraction > 0 && fraction < 1), loaded.at(-1)], closed,
  };
`;
const CUT_OUT = {
  size: [240, 320],
  type: 'image/png',
  person: 'yes',
  people: 1,
  corner: 0,
  middle: 255,
  grey: 255,
  refused: 'no-person',
  nobody: [],
  progress: [true, 1],
  loaded: [true, 1],
  closed: 'aborted',
};

test('its code for browsers is small beside what it replaces', () => {
  expect(kilobytes).toBeLessThan(60);
});

test('Node cuts out a path, a buffer and pixels, and writes what is asked for', async () => {
  const out = await node(`
    import { readFile } from 'node:fs/promises';
    import { createMatteo, MatteoError } from 'matteo';
    const matteo = createMatteo();
    const first = await matteo.removeBackground('person.png');
    const bytes = await readFile('person.png');
    const jpeg = await matteo.removeBackground(bytes, { format: 'image/jpeg', background: 'red' });
    const matte = await matteo.matte(first.pixels);
    const clothes = await matteo.removeBackground('person.png', { part: 'clothes' });
    const seen = ({ pixels }) => pixels.data.filter((value, i) => i % 4 === 3 && value > 127).length;
    const refused = await matteo.removeBackground('wall.png').catch((error) => error);
    const missing = await matteo.matte('nowhere.png').catch((error) => error.code);
    const late = await matteo.people('person.png', { signal: AbortSignal.abort() }).catch((error) => error.name);
    const corner = [...first.pixels.data.subarray(0, 4)], red = [...jpeg.pixels.data.subarray(0, 4)];
    console.log(JSON.stringify({
      png: first.buffer.subarray(1, 4).toString(), corner: corner[3], red, jpeg: jpeg.blob.type,
      clothes: seen(clothes) > 0.1 * seen(first) && seen(clothes) < 0.9 * seen(first),
      people: (await matteo.people('person.png')).length, nobody: await matteo.people('wall.png'),
      matte: [matte.width, matte.height, matte.person], timed: ['decode', 'infer', 'compose', 'encode'].every((stage) => jpeg.milliseconds[stage] >= 0), refused: [refused instanceof MatteoError, refused.code],
      missing, late,
    }));
    matteo.dispose();
  `);
  expect(JSON.parse(out)).toEqual({
    png: 'PNG',
    corner: 0,
    red: [255, 0, 0, 255],
    jpeg: 'image/jpeg',
    clothes: true,
    people: 1,
    nobody: [],
    matte: [240, 320, expect.stringMatching(/yes|unsure/)],
    timed: true,
    refused: [true, 'no-person'],
    missing: 'picture-unreadable',
    late: 'AbortError',
  });
});

test('Node reads networks from a relative path, and from an address', async () => {
  const site = await serveFolder(folder);
  onTestFinished(() => site.close());
  const out = await node(`
    import { createMatteo } from 'matteo';
    const people = async (options) => (await createMatteo(options).people('person.png')).length;
    console.log(JSON.stringify([
      await people({ assets: 'node_modules/matteo/assets' }),
      await people({ models: '${site.origin}/node_modules/matteo/assets/models' }),
      await people({ models: '${site.origin}/nowhere/' }).catch((error) => error.code),
    ]));
  `);
  expect(JSON.parse(out)).toEqual([1, 1, 'http-status']);
});

test('a folder without networks is told as a failure, in a page and in Node', async () => {
  // As a server does that answers every address with its page.
  await mkdir(join(folder, 'other'), { recursive: true });
  await writeFile(join(folder, 'other/catalog.json'), '<!doctype html>');
  const asking = `
    const codeOf = (models) => createMatteo({ models, backend: 'wasm' }).people('person.png').then(
      () => 'none',
      (error) => error instanceof MatteoError && error.code,
    );`;
  await writeFile(
    join(folder, 'other.html'),
    `<script type="module">
       import { createMatteo, MatteoError } from './node_modules/matteo/web.js'; ${asking}
       window.answer = [await codeOf('other'), await codeOf('nowhere')];
     </script>`,
  );
  expect(await answerOf(folder, 'other.html')).toEqual(['artifact-mismatch', 'http-status']);
  const out = await node(`
    import { createMatteo, MatteoError } from 'matteo'; ${asking}
    console.log(JSON.stringify([await codeOf('other'), await codeOf('nowhere')]));
  `);
  expect(JSON.parse(out)).toEqual(['artifact-mismatch', 'no-backend']);
});

test('the names that users of other libraries know answer files', async () => {
  const out = await node(`
    import { alphamask, preload, removeBackground, segmentForeground } from 'matteo';
    await preload();
    const keys = new Set();
    const config = { device: 'cpu', output: { format: 'image/webp', quality: 0.8 }, progress: (key, now, of) => keys.add(key + (now <= of)) };
    const cutout = await removeBackground(new URL('file://' + process.cwd() + '/person.png'), config);
    console.log(JSON.stringify([cutout.type, (await segmentForeground('person.png')).type, alphamask === segmentForeground, keys.has('infertrue')]));
  `);
  expect(JSON.parse(out)).toEqual(['image/webp', 'image/png', true, true]);
});

test('a page without a bundler finds everything beside the module', async () => {
  await writeFile(
    join(folder, 'plain.html'),
    `<script type="module">import { createMatteo } from './node_modules/matteo/web.js'; const matteo = createMatteo({ backend: 'wasm' }); ${DO}</script>`,
  );
  expect(await answerOf(folder, 'plain.html')).toEqual(CUT_OUT);
});

test('a shadow is that of the API, in a page and in Node; what is none is declined', async () => {
  const drawing = `
    const matteo = createMatteo({ network: 'lite', backend: 'wasm' });
    const bytesOf = async (options) => {
      const result = await matteo.removeBackground('person.png', options);
      const { data } = result.pixels ?? (await result.imageData());
      return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
    };
    const refusedOf = (method, options) => matteo[method]('person.png', options).then(() => 'made', ({ name }) => name);
    const answer = {
      bare: await bytesOf({}),
      drop: await bytesOf({ shadow: 'drop', shadowOpacity: 0.6 }),
      ground: await bytesOf({ shadow: 'ground', shadowOpacity: 0.6 }),
      refused: [
        await refusedOf('removeBackground', { shadow: 'long' }),
        await refusedOf('removeBackground', { shadowOpacity: 0.5 }),
        await refusedOf('removeBackground', { shadow: 'drop', shadowOpacity: 1.5 }),
        await refusedOf('matte', { shadow: 'drop' }),
      ],
    };`;
  await writeFile(
    join(folder, 'shadow.html'),
    `<script type="module">import { createMatteo } from './node_modules/matteo/web.js'; ${drawing} window.answer = answer;</script>`,
  );
  const inPage = await answerOf<Shaded>(folder, 'shadow.html');
  await node(`
    import { writeFile } from 'node:fs/promises';
    import { createMatteo } from 'matteo';
    ${drawing}
    await writeFile('shadow.json', JSON.stringify(answer));
    matteo.dispose();
  `);
  const inNode: Shaded = JSON.parse(await readFile(join(folder, 'shadow.json'), 'utf8'));
  for (const { bare, refused, ...shaded } of [inPage, inNode]) {
    for (const kind of ['drop', 'ground'] as const) {
      const picture = { width: 240, height: 320, data: Uint8ClampedArray.from(Buffer.from(bare, 'base64')) };
      const { cutout } = await drive(layOut(picture, { shadow: kind, shadow_opacity: '60%' }));
      const found = Buffer.from(shaded[kind], 'base64');
      expect(differences(found, cutout)).toBeLessThanOrEqual(2);
      expect(differences(found, { data: Buffer.from(bare, 'base64') })).toBeGreaterThan(40);
    }
    expect(refused).toEqual(Array(4).fill('RangeError'));
  }
});

test('a site that Vite builds is told where the assets were copied to', async () => {
  const root = join(folder, 'vite');
  await mkdir(join(root, 'public'), { recursive: true });
  await cp(join(folder, 'node_modules/matteo/assets'), join(root, 'public/matteo'), { recursive: true });
  for (const name of ['person.png', 'wall.png']) await cp(join(folder, name), join(root, 'public', name));
  await writeFile(join(root, 'index.html'), '<script type="module" src="/main.js"></script>');
  await writeFile(
    join(root, 'main.js'),
    `import { createMatteo } from 'matteo'; const matteo = createMatteo({ assets: '/matteo/', backend: 'wasm' }); ${DO}`,
  );
  await build({ root, logLevel: 'error', configFile: false, build: { target: 'es2022' } });
  expect(await answerOf(join(root, 'dist'), '')).toEqual(CUT_OUT);
});

test('so is one that webpack builds', async () => {
  installOnce(BUNDLERS);
  const root = join(folder, 'webpack');
  await mkdir(join(root, 'dist'), { recursive: true });
  await cp(join(folder, 'node_modules/matteo/assets'), join(root, 'dist/matteo'), { recursive: true });
  for (const name of ['person.png', 'wall.png']) await cp(join(folder, name), join(root, 'dist', name));
  await writeFile(join(root, 'dist/index.html'), '<script type="module" src="/main.js"></script>');
  await writeFile(
    join(root, 'main.js'),
    `import { createMatteo } from 'matteo'; const matteo = createMatteo({ assets: '/matteo/', backend: 'wasm' }); ${DO}`,
  );
  const webpack = createRequire(join(BUNDLERS, 'package.json'))('webpack') as Webpack;
  const [entry, path] = [join(root, 'main.js'), join(root, 'dist')];
  const stats = await promisify(webpack)({ mode: 'production', context: root, entry, output: { path } });
  expect(stats.toJson().errors).toEqual([]);
  expect(await answerOf(path, '')).toEqual(CUT_OUT);
});

test('its types hold in browsers and in Node', async () => {
  await writeFile(
    join(folder, 'web.ts'),
    `import { createMatteo, MatteoError, type MatteoOptions, removeBackground } from 'matteo';
     const options: MatteoOptions = { quality: 'fine', onProgress: ({ fraction }) => fraction.toFixed() };
     const { canvas, people } = await createMatteo(options).removeBackground(document.createElement('canvas'));
     const width: number = people[0].width; const drawn: OffscreenCanvas = await canvas();
     const file: Blob = await removeBackground(new Blob(), { output: { format: 'image/webp' } });
     // @ts-expect-error: no such quality.
     createMatteo({ quality: 'best' });
     console.log(width, drawn, file, MatteoError);`,
  );
  await writeFile(
    join(folder, 'node.ts'),
    `import { createMatteo } from 'matteo';
     const { buffer, pixels } = await createMatteo().matte('person.png');
     const bytes: Buffer = buffer; const size: number = pixels.width;
     console.log(bytes, size);`,
  );
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const check = (name: string, ...options: string[]) =>
    run(process.execPath, [tsc, '--noEmit', '--strict', '--target', 'es2022', ...options, name], { cwd: folder });
  await check('web.ts', '--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom', '--types', '');
  await check('node.ts', '--module', 'nodenext', '--lib', 'es2023', '--types', 'node');
  for (const [host, ...options] of [
    ['web', '--module', 'nodenext', '--lib', 'es2022,dom', '--types', ''],
    ['node', '--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2023', '--types', 'node'],
  ]) {
    const code = await readFile(join(folder, `${host}.ts`), 'utf8');
    await writeFile(join(folder, `by-name-${host}.ts`), code.replaceAll(`'matteo'`, `'matteo/${host}'`));
    await check(`by-name-${host}.ts`, ...options);
  }
  expect(await node(`import { createMatteo } from 'matteo/node'; console.log(typeof createMatteo);`)).toBe(
    'function\n',
  );
});

test('its README is the guide, and its licences are there', async () => {
  const installed = (name: string) => readFile(join(folder, 'node_modules/matteo', name), 'utf8');
  expect(await installed('README.md')).toMatch(/^# Matteo as a library/);
  expect(await installed('LICENSE')).toContain('Apache License');
  expect(await installed('NOTICE')).toContain('MODNet');
});
