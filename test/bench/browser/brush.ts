import type { Page } from '../../browser/driver/page.ts';

export interface Latency {
  /** Milliseconds from the pointer's event until the frame that shows it was drawn. */
  readonly median: number;
  readonly worst: number;
  /** Median until the frame after that began: by then the compositor has it for sure. */
  readonly presented: number;
  /** Of the median, what painting and drawing took from the event's arrival on. */
  readonly work: number;
}

type Times = { drawn: number; presented: number; work: number }[];

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Paints with the mouse over an open editor and measures each move, from the browser's own time of the event on. */
export async function brushLatency(page: Page, moves: number): Promise<Latency> {
  await page.evaluate(() => {
    const times: Times = [];
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
            const now = performance.now();
            requestAnimationFrame(() => {
              const presented = performance.now() - event.timeStamp;
              times.push({ drawn: now - event.timeStamp, presented, work: now - started });
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
  const times = await page.evaluate(() => (globalThis as unknown as { times: Times }).times);
  const drawn = times.map((time) => time.drawn);
  return {
    median: median(drawn),
    worst: Math.max(...drawn),
    presented: median(times.map(({ presented }) => presented)),
    work: median(times.map(({ work }) => work)),
  };
}
