import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cutout } from '../../scripts/command.ts';
import { BROWSERS, startExtension } from '../driver/extension-under-test.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { meanDifference, overlap, personPhoto } from '../support/photo.ts';

const channel = (png: Buffer, index: 0 | 3) => sharp(png).extractChannel(index).raw().toBuffer();

test.each(BROWSERS)('the extension saves what the terminal writes, in %s', { timeout: 120_000 }, async (browser) => {
  const photo = await personPhoto();
  const folder = await mkdtemp(join(tmpdir(), 'matteo-terminal-'));
  const site = await serveSite('localhost');
  const url = site.put('/someone.jpg', { body: photo, type: 'image/jpeg' });
  const extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  try {
    await writeFile(join(folder, 'someone.jpg'), photo);
    const { status, err } = await cutout(folder, 'someone.jpg', '-o', './', '--matte', './');
    expect([status, err]).toEqual([0, '']);
    const page = await extension.open(site.put('/', html(`<img src="${url}">`)));
    for (const kind of ['cutout', 'matte'] as const) {
      const name = `someone-${kind}.png`;
      await extension.choose(page, `save-${kind}`, url);
      const [saved, written] = [await extension.downloaded(name), await readFile(join(folder, name))];
      const [found, wanted] = await Promise.all([saved, written].map((png) => sharp(png).metadata()));
      const { width, height, channels, space, depth } = wanted;
      expect(found).toMatchObject({ width, height, channels, space, depth });
      if (kind === 'matte') expect({ channels, space, depth }).toEqual({ channels: 1, space: 'b-w', depth: 'uchar' });
      const alpha = kind === 'matte' ? 0 : 3;
      const [ours, theirs] = [await channel(saved, alpha), await channel(written, alpha)];
      expect(overlap(ours, theirs)).toBeGreaterThanOrEqual(0.99);
      expect(meanDifference(ours, theirs)).toBeLessThanOrEqual(2);
    }
  } finally {
    await extension.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
});
