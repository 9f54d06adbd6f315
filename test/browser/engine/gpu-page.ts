import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import type { KernelName } from '../../../shared/web/gpu/kernels.ts';
import { findChromium } from '../chromium/chromium.ts';
import { page as html, serveSite } from '../driver/site.ts';

/** A change to one kernel's text. */
export interface KernelChange {
  readonly kernel: KernelName;
  readonly find: string;
  readonly replace: string;
}

/** Milliseconds. */
export interface StageTimes {
  readonly first: number;
  readonly gpu: number;
  readonly cpu: number;
}

declare global {
  interface Window {
    gpu: {
      /** What the self-test says of the kernels, one of them changed. */
      fault(change?: KernelChange): Promise<string | undefined>;
      /** How far the GPU is from the CPU at most, of 255, stage by stage. */
      differences(): Promise<Record<string, number>>;
      adapter(): Promise<{ readonly name: string; readonly isSoftware: boolean }>;
      /** How long stages take, the median of `runs` after a first time. */
      times(request: { width: number; height: number; runs: number }): Promise<Record<string, StageTimes>>;
      /** What a stage says when the device was lost, and how far an input made before is from the CPU’s. */
      afterLoss(): Promise<{ readonly said: string; readonly input: number }>;
    };
  }
}

/** A page in a Chromium with a software GPU, which has the kernels and nothing else; `plugins` may load the shaders otherwise. */
export async function openGpuPage(plugins: Plugin[] = []): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('gpu-page-script.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    loader: { '.wgsl': 'text' },
    plugins,
    write: false,
  });
  const site = await serveSite('localhost');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-quic', '--enable-unsafe-webgpu'],
  });
  const page = await browser.newPage();
  await page.goto(site.put('/', html('')));
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  return {
    page,
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
