import type { Page } from '../browser/page.ts';

export interface Latency {
  /** Milliseconds from the pointer's event to the frame after the one that shows it: an upper bound. */
  readonly median: number;
  readonly worst: number;
  /** Milliseconds that painting and drawing kept the main thread busy, in one frame. */
  readonly work: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Paints with the mouse over an open editor and measures each move, from the browser's own time of the event on. */
export async function brushLatency(page: Page, moves: number): Promise<Latency> {
  await page.evaluate(() => {
    const times: { latency: number; work: number }[] = [];
    Object.assign(globalThis, { times });
    let isAsked = false;
    addEventListener(
      'pointermove',
      (event) => {
        if (isAsked || event.buttons === 0) return;
        isAsked = true;
        const started = performance.now();
        // Asked for before the stage asks for its own frame: the second callback comes after that frame was drawn.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const work = performance.now() - started;
            requestAnimationFrame(() => {
              times.push({ latency: performance.now() - event.timeStamp, work });
              isAsked = false;
            });
          };
          port2.postMessage(undefined);
        });
      },
      { capture: true },
    );
  });
  const { x, y, width, height } = await page.evaluate(() => {
    const { x, y, width, height } = document.querySelector('#stage')!.getBoundingClientRect();
    return { x, y, width, height };
  });
  await page.mouse.move(x + width * 0.2, y + height * 0.5);
  await page.mouse.down();
  for (let move = 0; move < moves; move++) {
    const angle = (move / moves) * 6 * Math.PI;
    await page.mouse.move(x + width * (0.5 + 0.3 * Math.cos(angle)), y + height * (0.5 + 0.3 * Math.sin(angle)));
  }
  await page.mouse.up();
  const times = await page.evaluate(
    () => (globalThis as unknown as { times: { latency: number; work: number }[] }).times,
  );
  const latencies = times.map(({ latency }) => latency);
  return { median: median(latencies), worst: Math.max(...latencies), work: median(times.map(({ work }) => work)) };
}
