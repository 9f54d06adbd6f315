import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import sharp, { type Sharp } from 'sharp';
import { composeOnColour } from '../../shared/compose.ts';
import { cutOut } from '../../shared/cutout.ts';
import type { Picture } from '../../shared/picture.ts';
import type { Sniffed } from '../../shared/sniff.ts';
import { drawnPhoto } from '../fixtures/drawn.ts';
import { drawnEngine } from '../fixtures/engine.ts';

interface Codecs {
  inspect(bytes: Uint8Array, wanted: 'png' | 'webp'): Sniffed;
  decode(bytes: Uint8Array, sniffed: Sniffed): Promise<Picture>;
  encodePicture(picture: Picture, format: 'png' | 'webp'): Promise<Uint8Array>;
}

/** The runtime's memory after each network ran; worker/README.md says how it was measured. */
const RUNTIME_MIB = { lite: 19.3, portrait: 57.6 };
const MIB = 2 ** 20;

/** The largest pictures in every format that is taken, and the formats they may be answered in. */
const CASES: readonly (readonly [string, number, (image: Sharp) => Sharp, readonly ('png' | 'webp')[]])[] = [
  [
    'progressive JPEG',
    768,
    (image) => image.jpeg({ quality: 90, progressive: true, chromaSubsampling: '4:4:4' }),
    ['png'],
  ],
  ['PNG', 768, (image) => image.png(), ['png']],
  ['16-bit PNG', 768, (image) => image.toColourspace('rgb16').png(), ['png']],
  [
    'progressive JPEG',
    256,
    (image) => image.jpeg({ quality: 90, progressive: true, chromaSubsampling: '4:4:4' }),
    ['webp'],
  ],
  ['lossless WebP', 256, (image) => image.webp({ lossless: true, effort: 0 }), ['png', 'webp']],
];

/**
 * What an accepted request holds at most, a codec that was just dropped counted, other garbage not: the Worker's own codecs and pipeline run here on the largest
 * picture, and the memories of WebAssembly and all typed arrays are counted at every step.
 */
export async function benchHeld(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const memories = new Set<WebAssembly.Memory>();
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      const instance = new target(module, imports);
      for (const made of Object.values(instance.exports)) {
        if (made instanceof WebAssembly.Memory) memories.add(made);
      }
      return instance;
    },
  });
  const codecs = await loadCodecs();
  let peak = 0;
  const look = () => {
    gc();
    const wasm = [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    peak = Math.max(peak, wasm + process.memoryUsage().arrayBuffers);
    // What was dropped meanwhile has been counted once more; now it may go.
    const seen = [...memories].map((memory) => new WeakRef(memory));
    memories.clear();
    gc();
    for (const memory of seen.map((one) => one.deref())) if (memory) memories.add(memory);
  };

  for (const [name, width, encode, formats] of CASES) {
    const size = { width, height: 1024 };
    const plain = await sharp(await drawnPhoto(256))
      .resize({ ...size, fit: 'fill' })
      .raw()
      .toBuffer();
    const bytes = new Uint8Array(await encode(sharp(grained(plain), { raw: { ...size, channels: 3 } })).toBuffer());
    for (const format of formats) {
      look();
      const before = process.memoryUsage().arrayBuffers - bytes.length;
      peak = 0;
      const picture = await codecs.decode(bytes, codecs.inspect(bytes, format));
      look();
      const result = await cutOut(picture, drawnEngine(), { network: 'lite' }, { onProgress: look });
      if (!result.person) throw new Error('Nobody was found.');
      const laid = composeOnColour(result.cutout, [255, 0, 0]);
      const encoded = await codecs.encodePicture(laid, format);
      look();
      const own = (peak - before) / MIB;
      const totals = Object.entries(RUNTIME_MIB).map(([model, mib]) => `${(own + mib).toFixed(0)} with ${model}`);
      const sizes = `${(bytes.length / MIB).toFixed(1)} MiB to ${(encoded.length / MIB).toFixed(1)} MiB`;
      console.log(
        `${width} × 1024, ${name} to ${format} (${sizes}): holds ${own.toFixed(0)} MiB, ${totals.join(', ')}`,
      );
    }
  }
  WebAssembly.Instance = Instance;
}

/** Grain that no codec can do much about, the same every time. */
function grained(pixels: Buffer): Buffer {
  let state = 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (state * 48271) % 2147483647;
    pixels[i] = Math.min(255, Math.max(0, pixels[i] + (state % 41) - 20));
  }
  return pixels;
}

/** The Worker's codecs, bundled for Node. */
async function loadCodecs(): Promise<Codecs> {
  const wasm: Plugin = {
    name: 'wasm',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
        contents: `export default new WebAssembly.Module(Buffer.from('${(await readFile(path)).toString('base64')}', 'base64'))`,
      })),
  };
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './decode.ts'; export * from './encode.ts';",
      resolveDir: join(process.cwd(), 'worker/codecs'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [wasm],
  });
  const folder = await mkdtemp(join(tmpdir(), 'matteo-held-'));
  try {
    await writeFile(join(folder, 'codecs.mjs'), outputFiles[0].contents);
    return await import(pathToFileURL(join(folder, 'codecs.mjs')).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
