import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withMemory } from './codecs/with-memory.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = join(ROOT, 'node_modules/@jsquash/webp/codec');
const FILES = ['dec/webp_dec.wasm', 'enc/webp_enc_simd.wasm'];
/** 1 MiB: their code keeps 0.1 MiB of its own; all else they ask for as a picture needs it. */
const PAGES = 16;

/**
 * Writes the WebP codecs as the Worker takes them into `outDir`: with a memory that begins small, since one of 16 MiB, as they come, has
 * no room in an isolate beside the networks' and is hardly used.
 *
 * @throws Error when a codec is not what it was.
 */
export async function buildCodecs(outDir = join(ROOT, 'dist/codecs')): Promise<void> {
  await mkdir(outDir, { recursive: true });
  for (const file of FILES) {
    const to = join(outDir, file.slice(file.indexOf('/') + 1));
    // Two Workers may be bundled at once, in one process.
    const aside = `${to}.${randomUUID()}`;
    await writeFile(aside, withMemory(await readFile(join(SOURCE, file)), PAGES));
    await rename(aside, to);
  }
}
