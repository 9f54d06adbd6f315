import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { CutoutErrorCode } from '../../../shared/errors.ts';
import type { ExtensionUnderTest } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';

/** What the engine made of a file: sizes and the matte's PNG in base64, or why not. */
export type Outcome =
  | { readonly width: number; readonly height: number; readonly cutout: readonly number[]; readonly matte: string }
  | { readonly code: CutoutErrorCode; readonly message: string };

declare global {
  interface Window {
    /** Has the engine worker cut a file out with the lite network. */
    cutOutFile(base64: string): Promise<Outcome>;
  }
}

/** Adds a page to the test copy whose script has the shipped engine cut files out, and opens it. */
export async function openEnginePage(extension: ExtensionUnderTest): Promise<Page> {
  const folder = join(extension.folder, 'test');
  await mkdir(folder);
  await build({
    entryPoints: [fileURLToPath(new URL('engine-page-script.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    outfile: join(folder, 'engine-page.js'),
  });
  await writeFile(join(folder, 'engine-page.html'), '<!doctype html><script src="engine-page.js"></script>');
  return extension.open(extension.extensionPage('test/engine-page.html'));
}
