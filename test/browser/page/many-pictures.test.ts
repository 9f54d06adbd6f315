import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ALL_PICTURES } from '../../../extension/contracts/messages.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { personPhoto } from '../support/photo.ts';
import { command } from './command.ts';

const COUNT = 200;
const PATIENCE = 580_000;
const MB = 1e6;

test(`${COUNT} pictures in a row: memory stays flat, none is lost`, { timeout: PATIENCE }, async () => {
  const site = await serveSite('localhost');
  const extension = await startExtension({ grantedHosts: ['http://localhost/*'] });
  try {
    // The small network takes the same path as the large one, a tenth as long.
    await keepSettings(extension, { model: 'lite' });
    const body = await sharp(await personPhoto())
      .resize(126, 144)
      .jpeg()
      .toBuffer();
    const urls = Array.from({ length: COUNT }, (_, i) => site.put(`/${i}.jpg`, { body, type: 'image/jpeg' }));
    const page = await extension.open(
      site.put('/feed', html(`<main>${urls.map((url) => `<img src="${url}" alt="">`).join('')}</main>`)),
    );
    const overlay = await overlayOf(page);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    const heap = async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      const { metrics } = await cdp.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
      return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
    };
    type Heap = Awaited<ReturnType<typeof heap>>;
    const line = (when: string, { bytes, nodes, listeners }: Heap) =>
      `${when}: ${(bytes / MB).toFixed(1)} MB of heap, ${nodes} nodes, ${listeners} listeners`;

    const before = await heap();
    await command(extension, page, ALL_PICTURES);
    const at: Heap[] = [];
    for (const done of [50, 100, 150]) {
      await expect
        .poll(async () => Number(/Picture (\d+) of/.exec(await overlay.text())?.[1] ?? COUNT), { timeout: PATIENCE })
        .toBeGreaterThan(done);
      at.push(await heap());
    }
    const said = await overlay.until(`Pictures checked: ${COUNT} of ${COUNT}`, PATIENCE);
    expect(said).toContain(`Pictures with people, cut out: ${COUNT}`);
    const after = await heap();
    const replaced = () => [...document.images].filter(({ currentSrc }) => currentSrc.startsWith('blob:')).length;
    expect(await page.evaluate(replaced)).toBe(COUNT);

    // A feed that drops what was scrolled past, and brings one back.
    await page.evaluate(() => document.querySelector('main')?.replaceChildren());
    await overlay.press('Close');
    await expect.poll(async () => (await heap()).nodes, { timeout: PATIENCE }).toBeLessThan(before.nodes);
    const emptied = await heap();
    await page.evaluate(
      (url) => {
        document.querySelector('main')?.append(Object.assign(new Image(), { src: url }));
      },
      urls[COUNT - 1],
    );
    await expect.poll(() => page.evaluate(replaced), { timeout: PATIENCE }).toBe(1);

    console.log(
      [
        line('before', before),
        ...at.map((each, i) => line(`after ${50 * (i + 1)}`, each)),
        line(`after ${COUNT}`, after),
        line('all removed', emptied),
      ].join('\n'),
    );
    const [first, last] = [at[0], at.at(-1)];
    expect((last?.bytes ?? 0) - (first?.bytes ?? 0)).toBeLessThan(1 * MB);
    // Once all are done, each picture has two listeners more.
    expect(after.bytes - (first?.bytes ?? 0)).toBeLessThan(3 * MB);
    expect(emptied.bytes - before.bytes).toBeLessThan(3 * MB);
  } finally {
    await extension.close();
    await site.close();
  }
});
