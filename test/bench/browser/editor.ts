import { startExtension } from '../../browser/driver/extension-under-test.ts';
import { drawnJob, openInEditor } from '../../browser/editor/editor-page.ts';
import { brushLatency } from './brush.ts';

const MOVES = 120;
const SIZES = [20, 80, 300];
/** From event to frame, in the median; a longer way is felt. */
const MOST_MS = 50;

/** The editor on 12 megapixels in Chromium without a GPU: opening it, and the brush at several sizes and zooms. */
export async function benchEditor(): Promise<void> {
  const extension = await startExtension({});
  try {
    const job = await drawnJob(4000, 3000);
    const started = performance.now();
    const page = await openInEditor(extension, job, 'bench.jpg');
    console.log(`12 MP, from handing over to editing: ${(performance.now() - started).toFixed(0)} ms`);
    for (const zoom of ['all of it', '100 %'] as const) {
      if (zoom === '100 %') await page.click('#zoom');
      for (const size of SIZES) {
        await page.evaluate((size) => {
          const input = document.querySelector<HTMLInputElement>('#size')!;
          input.value = String(size);
          input.dispatchEvent(new Event('input'));
        }, size);
        const { median, worst, presented, work } = await brushLatency(page, MOVES);
        console.log(
          `12 MP, ${zoom}, brush of ${size} px: event to frame ${median.toFixed(0)} ms (worst ${worst.toFixed(0)}, next frame ${presented.toFixed(0)}), work ${work.toFixed(1)} ms`,
        );
        if (median > MOST_MS)
          throw new Error(`The brush falls behind: half of its moves take ${median.toFixed(0)} ms.`);
      }
    }
  } finally {
    await extension.close();
  }
}
