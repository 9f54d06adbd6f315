import { PLACES, simulate } from './simulation.ts';

/** CPU of a picture in seconds, as measured: docs/deploy.md and worker/README.md. */
const PICTURES = { '512 pixels': 0.31, '12 megapixels': 5.7 };

/** The default settings and Cloudflare’s limits: docs/batches.md. */
const SETTINGS = { window: 32, consumers: 250, objectCalls: 1000, messages: 5000 };

const SECONDS = 300;

/** Prints a table of simulations: the bottleneck at 10 and at 1,000 pictures a second, in one batch and in twenty. */
export async function benchOnPaper(): Promise<void> {
  console.log('| pictures | a second | batches | done a second | consumers | queue | object | window | bottleneck |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [name, cpu] of Object.entries(PICTURES)) {
    for (const rate of [10, 1000]) {
      for (const batches of [1, 20]) {
        const { throughput, busy, first } = simulate({ ...SETTINGS, rate, seconds: SECONDS, batches, cpu });
        const shares = PLACES.map((place) => `${(100 * busy[place]).toFixed(1).replace(/\.0$/, '')} %`);
        const cells = [name, rate.toLocaleString('en'), batches, throughput.toFixed(1), ...shares, first ?? 'none'];
        console.log(`| ${cells.join(' | ')} |`);
      }
    }
  }
}
