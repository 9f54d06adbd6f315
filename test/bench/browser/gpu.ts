import { openGpuPage } from '../../browser/engine/gpu-page.ts';

const RUNS = 5;

/**
 * The stages around the network on Chromium's GPU and on one thread of the CPU, in one page: the first time, when shaders are
 * compiled, and the median of later times. A GPU emulated in software is slower than the CPU and gets a small picture.
 */
export async function benchGpu(): Promise<void> {
  const { page, close } = await openGpuPage();
  try {
    const adapter = await page.evaluate(() => window.gpu.adapter());
    const [width, height] = adapter.isSoftware ? [640, 480] : [4000, 3000];
    console.log(`${width} × ${height} on ${adapter.name}${adapter.isSoftware ? ', a GPU emulated in software' : ''}:`);
    const stages = await page.evaluate((request) => window.gpu.times(request), { width, height, runs: RUNS });
    for (const [stage, { first, gpu, cpu }] of Object.entries(stages))
      console.log(
        `  ${stage}: GPU ${gpu.toFixed(1)} ms (first ${first.toFixed(0)} ms), CPU ${cpu.toFixed(1)} ms, ${(gpu / cpu).toFixed(2)} of it`,
      );
  } finally {
    await close();
  }
}
