import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildExtension } from '../../extension/build.ts';

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
}

/** Explained in extension/README.md. */
const EXPLAINED = [
  'background/main.js: offscreen.createDocument is not supported',
  'engine/own-worker.js: Unsafe call to import for argument 0',
  'engine/worker.js: Unsafe call to import for argument 0',
  'ort/ort.webgpu.bundle.min.mjs: The Function constructor is eval.',
  'ort/ort.webgpu.bundle.min.mjs: Unsafe call to import for argument 0',
  'page/main.js: dom.openOrClosedShadowRoot is not supported',
  'popup/popup.js: sidePanel.open is not supported',
];

const WEB_EXT = fileURLToPath(new URL('../../node_modules/web-ext/bin/web-ext.js', import.meta.url));

const lint = (folder: string) =>
  new Promise<{ errors: Finding[]; warnings: Finding[] }>((resolve, reject) => {
    const words = [WEB_EXT, 'lint', '--source-dir', folder, '--output', 'json', '--no-config-discovery'];
    execFile(process.execPath, words, { maxBuffer: 1 << 24 }, (_, out, complaint) => {
      try {
        resolve(JSON.parse(out));
      } catch {
        reject(new Error(`web-ext lint gave no report: ${complaint || out}`));
      }
    });
  });

test('web-ext lint finds no error, and warns of nothing that is not explained', { timeout: 240_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-lint-'));
  try {
    await buildExtension('firefox', folder);
    const { errors, warnings } = await lint(folder);
    expect(errors).toEqual([]);
    expect(warnings.map(({ file, message }) => `${file}: ${message}`).sort()).toEqual(EXPLAINED);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
